// One connection to the source, set up for reading. Everything it returns is text bytes as the server sent them.
import { type Connection, type ConnectionOptions, createConnection, type FieldPacket, type QueryError } from 'mysql2';
import type { MysqlConfig } from '../../config/types.js';
import { killQuery, SERVER_VERSION, type ServerKind, serverOf, sessionSettings } from './session-settings.js';

export type Row = readonly (Buffer | null)[];
export type TextRow = readonly (string | null)[];

/** Milliseconds to wait for the server to greet us. */
const CONNECT_MS = 10_000;

function options(config: MysqlConfig): ConnectionOptions {
  const { host, port, user, password, ssl } = config;
  return {
    host,
    port,
    user,
    password,
    ...(ssl === false ? {} : { ssl }),
    charset: 'UTF8MB4_GENERAL_CI',
    connectTimeout: CONNECT_MS,
    connectAttributes: { program_name: 'tidemark' },
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
    enableKeepAlive: true,
  };
}

export class Session {
  readonly connection: Connection;
  server: ServerKind = 'mysql';
  /** 80_036 for 8.0.36. */
  version = 0;
  /** Set once the connection is of no more use. */
  dead = false;
  /** Fails what is being waited for; one statement runs at a time. */
  private failWork: (why: Error) => void = () => undefined;

  private constructor(connection: Connection) {
    this.connection = connection;
    connection.on('error', (error: Error) => this.drop(error));
    connection.on('end', () => this.drop(new Error('the connection was closed')));
  }

  static async open(config: MysqlConfig): Promise<Session> {
    const session = new Session(createConnection(options(config)));
    try {
      await session.alive(
        new Promise<void>((resolve, reject) => {
          session.connection.connect((error: QueryError | null) => (error === null ? resolve() : reject(error)));
        }),
      );
      const [[version] = []] = await session.rows(SERVER_VERSION);
      ({ server: session.server, version: session.version } = serverOf(version ?? ''));
      for (const setting of sessionSettings(session.server)) await session.rows(setting);
      return session;
    } catch (error) {
      session.drop(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  get thread(): number {
    return this.connection.threadId;
  }

  /** A small result, as text. */
  async rows(sql: string): Promise<TextRow[]> {
    const rows: TextRow[] = [];
    await this.read(
      sql,
      () => undefined,
      (row) => void rows.push(row.map((value) => value?.toString('utf8') ?? null)),
    );
    return rows;
  }

  /**
   * Streams a result: `onFields` before any row; reading waits while a promise that `onRow` returned is pending.
   * Uses the text protocol: values arrive as they print, exactly. After an error the session is of no more use.
   */
  read(
    sql: string,
    onFields: (fields: readonly FieldPacket[]) => void,
    onRow: (row: Row) => void | Promise<void>,
  ): Promise<void> {
    const { connection } = this;
    // The driver says of a connection that is gone what nobody waits for: the promise would stay open.
    if (this.dead) return Promise.reject(new Error('the connection is gone'));
    const done = new Promise<void>((resolve, reject) => {
      let failed = false;
      const fail = (error: unknown): void => {
        failed = true;
        reject(error);
      };
      const query = connection.query({ sql, rowsAsArray: true, typeCast: false });
      query.on('error', fail);
      query.on('fields', (fields: FieldPacket[] | undefined) => {
        try {
          if (fields !== undefined) onFields(fields);
        } catch (error) {
          fail(error);
        }
      });
      query.on('result', (row: unknown) => {
        // A statement without rows answers with an object.
        if (failed || !Array.isArray(row)) return;
        try {
          const wait = onRow(row as Row);
          if (wait === undefined) return;
          connection.pause();
          wait.then(() => connection.resume(), fail);
        } catch (error) {
          fail(error);
        }
      });
      query.on('end', () => resolve());
    });
    return this.alive(done);
  }

  /** Ends politely: the server forgets the session at once. */
  end(): Promise<void> {
    if (this.dead) return Promise.resolve();
    this.dead = true;
    return new Promise((resolve) => {
      this.connection.end(() => resolve());
    });
  }

  /** Ends at once, whatever is running or on its way. */
  drop(why: Error): void {
    this.failWork(why);
    if (this.dead) return;
    this.dead = true;
    this.connection.destroy();
    // Without this the server would go on writing rows that nobody takes until its own time-out.
    (this.connection as unknown as { stream?: { destroy(): void } }).stream?.destroy();
  }

  private alive<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.failWork = reject;
      work.then(resolve, reject);
    });
  }
}

/** Ends a running statement from a connection of its own; that it can't, is no one's failure. */
export async function endStatement(config: MysqlConfig, thread: number): Promise<void> {
  try {
    const session = await Session.open(config);
    await session.rows(killQuery(thread)).catch(() => undefined);
    await session.end();
  } catch {
    // The server is gone, and the statement with it; or it will end by its time-out.
  }
}
