// One connection to the source, set up for reading.
import { type Connection, type ConnectionOptions, createConnection, type QueryError } from 'mysql2';
import type { MysqlConfig } from '../../config/types.js';
import type { OnRow } from '../rows/row.js';
import { Protocol } from './protocol.js';
import { type OnFields, readBinary, readText } from './read-rows.js';
import { killQuery, SERVER_VERSION, type ServerKind, serverOf, sessionSettings } from './session-settings.js';

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
    // The driver's other parser refuses columns named like `__proto__`, also where no object is made of a row.
    disableEval: true,
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

  private readonly protocol: Protocol;
  private readonly address: string;

  private constructor(connection: Connection, protocol: Protocol, address: string) {
    this.connection = connection;
    this.protocol = protocol;
    this.address = address;
    connection.on('error', (error: Error) => this.drop(error));
    connection.on('end', () => this.drop(new Error('the connection was closed')));
  }

  static async open(config: MysqlConfig, protocol = new Protocol(config.protocol)): Promise<Session> {
    const connection = createConnection(options(config));
    const session = new Session(connection, protocol, `${config.host}:${config.port}`);
    try {
      await session.alive(
        new Promise<void>((resolve, reject) => {
          session.connection.connect((error: QueryError | null) => (error === null ? resolve() : reject(error)));
        }),
      );
      const [[version] = []] = await session.rows(SERVER_VERSION);
      ({ server: session.server, version: session.version } = serverOf(version ?? ''));
      for (const setting of sessionSettings(session.server, session.version)) await session.rows(setting);
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
    let columns: readonly unknown[] = [];
    await this.read(
      sql,
      (fields) => (columns = fields),
      (row) => void rows.push(columns.map((_, at) => row.text(at))),
    );
    return rows;
  }

  /**
   * Streams a result by the text protocol: `onFields` before any row; reading waits while a promise that `onRow` returned is
   * pending. After an error the session is of no more use.
   */
  read(sql: string, onFields: OnFields, onRow: OnRow): Promise<void> {
    // The driver says of a connection that is gone what nobody waits for: the promise would stay open.
    if (this.dead) return Promise.reject(new Error('the connection is gone'));
    return this.alive(readText(this.connection, sql, { onFields, onRow }));
  }

  /** The same for many rows: by the binary protocol where it is configured and the server prepares the statement. */
  async readMany(sql: string, onFields: OnFields, onRow: OnRow): Promise<void> {
    if (!this.protocol.binary) return this.read(sql, onFields, onRow);
    if (this.dead) throw new Error('the connection is gone');
    const met: { fields: boolean } = { fields: false };
    const noted: OnFields = (fields) => {
      met.fields = true;
      onFields(fields);
    };
    try {
      await this.alive(readBinary(this.connection, sql, { onFields: noted, onRow }));
    } catch (error) {
      if (met.fields || !this.protocol.fallBack(error, this.address)) throw error;
      await this.read(sql, onFields, onRow);
    }
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
