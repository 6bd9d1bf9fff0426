// A schema of a test's own on the real server, and the source under test reading from it.
import { tableId } from '../../../src/contract/table-id.js';
import { randomBytes } from 'node:crypto';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { MysqlConfig } from '../../../src/config/types.js';
import { nextScan } from '../../../src/contract/next-scan.js';
import type { KeyRange, ScanPlan, Position } from '../../../src/contract/position.js';
import type { TableShape } from '../../../src/contract/table-shape.js';
import { type BoundSettings, openSource, type Row, type Source } from '../../../src/mysql/source.js';
import { mysqlForTests, testSource } from '../../stack.js';

export const live = (): AbortSignal => new AbortController().signal;
export const PROVEN: BoundSettings = { strategy: 'timestamp+id', cursorZone: null, lagSeconds: 0, lookbackSeconds: 0 };

/** How a server says that its optimizer may not use an index. */
export const HIDDEN_INDEX = testSource === 'mysql' ? 'INVISIBLE' : 'IGNORED';

/** A table with a column `seq` of the numbers from 1, as both servers make one. */
export const numbers = (last: number): string =>
  `JSON_TABLE(CONCAT('[0', REPEAT(',0', ${last - 1}), ']'), '$[*]' COLUMNS (seq FOR ORDINALITY)) AS numbers`;

export class Database {
  readonly schema = `t${randomBytes(5).toString('hex')}`;
  readonly source: Source;
  readonly reader: MysqlConfig;
  private readonly admin: MysqlConfig;
  private readonly own: Connection;
  private readonly opened: Connection[] = [];

  private constructor(admin: MysqlConfig, reader: MysqlConfig, own: Connection) {
    this.admin = admin;
    this.reader = reader;
    this.own = own;
    this.source = openSource(reader);
  }

  static async make(): Promise<Database> {
    const { admin, reader } = await mysqlForTests();
    const database = new Database(admin, reader, await connect(admin));
    await database.run(`CREATE DATABASE ${database.schema} CHARACTER SET utf8mb4`);
    await database.run(`USE ${database.schema}`);
    return database;
  }

  /** A connection of its own, in the schema, UTC. */
  async client(): Promise<Connection> {
    const client = await connect(this.admin);
    this.opened.push(client);
    await client.query(`USE ${this.schema}`);
    return client;
  }

  async run(sql: string): Promise<RowDataPacket[]> {
    const [rows] = await this.own.query<RowDataPacket[]>(sql.replaceAll('@.', `${this.schema}.`));
    return rows;
  }

  /** Connections of the account under test, as the server lists them. */
  async connections(user = this.reader.user): Promise<number> {
    const [row] = await this.run(`SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE USER = '${user}'`);
    return Number(row?.['n']);
  }

  async shapeOf(table: string, tableOptions: Parameters<Source['describe']>[1] = {}): Promise<TableShape> {
    return (await this.source.describe(tableId(`${this.schema}.${table}`), tableOptions, live())).shape;
  }

  /** All rows of a pass, range by range, as text. */
  async scanSql(shape: TableShape, scan: ScanPlan, rowsPerFile: number, maxRanges = 3): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    for (const range of await this.ranges(shape, scan, rowsPerFile, maxRanges)) {
      rows.push(...(await this.read(shape, scan, range)));
    }
    return rows;
  }

  async ranges(shape: TableShape, scan: ScanPlan, rowsPerFile: number, maxRanges = 3): Promise<KeyRange[]> {
    const all: KeyRange[] = [];
    for (;;) {
      const after = all.at(-1)?.upTo ?? null;
      const { ranges, done } = await this.source.planChunks(shape, scan, after, { rowsPerFile, maxRanges }, live());
      all.push(...ranges);
      if (done) return all;
    }
  }

  async read(
    shape: TableShape,
    scan: ScanPlan,
    range: KeyRange,
    limit: number | null = null,
  ): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    const onRow = (row: Row): void => void rows.push(shape.columns.map((_, at) => row.text(at)));
    await this.source.readRange(shape, scan, range, limit, onRow, live());
    return rows;
  }

  /** What a run from `position` reads: fixes the bound and scans. */
  async sync(shape: TableShape, position: Position, settings = PROVEN): Promise<(string | null)[][]> {
    const { bound } = await this.source.captureUpperBound(shape, settings, position, live());
    const scan = nextScan(position, bound);
    return scan === null ? [] : this.scanSql(shape, scan, 1_000);
  }

  async end(): Promise<void> {
    await this.source.close();
    // One that a test killed is gone.
    await Promise.all(this.opened.map((client) => client.end().catch(() => undefined)));
    await this.run(`DROP DATABASE ${this.schema}`);
    await this.own.end();
  }
}

async function connect({ host, port, user, password }: MysqlConfig): Promise<Connection> {
  const connection = await createConnection({ host, port, user, password, timezone: 'Z', dateStrings: true });
  await connection.query("SET time_zone = '+00:00'");
  return connection;
}
