// Streams the rows of a statement by either protocol. Only here is the driver taken at its inside: test/mysql/driver.mysql.test.ts.
import type { Connection, FieldPacket } from 'mysql2';
import { BinaryRow, type Packet } from '../rows/binary-row.js';
import type { OnRow, Row } from '../rows/row.js';
import { PrintedRow } from '../rows/printed-row.js';

export type OnFields = (fields: readonly FieldPacket[]) => void;
export interface Reader {
  readonly onFields: OnFields;
  readonly onRow: OnRow;
}

/** The driver's command, of which both kinds have this much. */
interface Command {
  on(event: 'error', listener: (error: unknown) => void): void;
  on(event: 'fields', listener: (fields: FieldPacket[] | undefined) => void): void;
  on(event: 'result', listener: (row: unknown) => void): void;
  on(event: 'end', listener: () => void): void;
}

/** Makes a parser for the rows of a result; the driver calls `next` with the packet of each. */
type ParserMaker = (fields: readonly FieldPacket[]) => new () => { next(packet: Packet): unknown };

interface Statement {
  execute(values: readonly never[]): Command & { buildParserFromFields: ParserMaker };
}

/** By the text protocol: values arrive as they print. */
export function readText(connection: Connection, sql: string, reader: Reader): Promise<void> {
  return streamed(connection, reader, (take) => {
    const row = new PrintedRow();
    const query = connection.query({ sql, rowsAsArray: true, typeCast: false });
    query.on('result', (values: unknown) => {
      // A statement without rows answers with an object.
      if (Array.isArray(values)) take(row.set(values as (Buffer | null)[]));
    });
    return query;
  });
}

/** By the binary protocol. Rejects with NotPrepared before anything is read where the server doesn't prepare the statement. */
export async function readBinary(connection: Connection, sql: string, reader: Reader): Promise<void> {
  const statement = await prepared(connection, sql);
  try {
    const made: { parser: boolean } = { parser: false };
    await streamed(connection, reader, (take) => {
      const execution = statement.execute([]);
      execution.buildParserFromFields = (fields) => {
        const row = new BinaryRow(fields);
        made.parser = true;
        return class {
          next(packet: Packet): boolean {
            take(row.set(packet));
            return true;
          }
        };
      };
      return execution;
    });
    if (!made.parser)
      throw new Error('this version of mysql2 parses rows in another way: set source.protocol to "text"');
  } finally {
    connection.unprepare(sql);
  }
}

function prepared(connection: Connection, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => {
      if (error === null) resolve(statement as unknown as Statement);
      else reject(error);
    });
  });
}

/** `begin` starts the statement, and gives each row to the function that it is given. */
function streamed(
  connection: Connection,
  { onFields, onRow }: Reader,
  begin: (take: (row: Row) => void) => Command,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const fail = (error: unknown): void => {
      failed = true;
      reject(error);
    };
    const command = begin((row) => {
      if (failed) return;
      try {
        const wait = onRow(row);
        if (wait === undefined) return;
        connection.pause();
        wait.then(() => connection.resume(), fail);
      } catch (error) {
        fail(error);
      }
    });
    command.on('error', fail);
    command.on('fields', (fields) => {
      try {
        if (fields !== undefined) onFields(fields);
      } catch (error) {
        fail(error);
      }
    });
    command.on('end', () => resolve());
  });
}
