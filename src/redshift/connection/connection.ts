// One connection to Redshift: simple queries one after another, values as text, and a way to stop what runs.
import type { Socket } from 'node:net';
import pg from 'pg';
import type { RedshiftConfig } from '../../config/types.js';
import { requestCancel } from './cancel-request.js';
import { connectError } from './connect-error.js';
import type { ServerError } from './classify-error.js';
import { guardReader } from './parser-guard.js';
import { limitStatements, USE_UTC } from './session-sql.js';

/** A cluster that wakes up takes seconds; a firewall that swallows packets would take minutes. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Against a middle box that forgets a connection on which a long COPY is silent. */
const KEEP_ALIVE_MS = 30_000;
/** A cancel can arrive between two statements and be lost, so it is repeated. */
const CANCEL_AGAIN_MS = 1_000;
/** When no cancel helped by then, the connection is dropped: the server undoes the transaction when it notices. */
const CANCEL_TIMEOUT_MS = 10_000;

export type Row = Readonly<Record<string, string | null>>;
export interface Answer {
  readonly rows: readonly Row[];
  /** Of the command tag; null when it has none. */
  readonly count: number | null;
  readonly command: string;
}

/** What the other files of this folder need of a session. */
export type Query = (sql: string) => Promise<Answer>;

/** A statement failed; the words are the server's or the driver's. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
  readonly statement: string;
  /** Gets more to say when the load history is asked. */
  serverError: ServerError;
  constructor(sql: string, error: unknown) {
    const { code, message, detail } = error as pg.DatabaseError;
    super(message);
    this.statement = sql.split('\n', 1)[0] ?? sql;
    this.serverError = { code, message, detail };
  }
}

export class Session {
  private readonly client: pg.Client;
  private readonly config: RedshiftConfig;
  private running = false;
  /** Milliseconds. */
  readonly openedAt = Date.now();

  private constructor(client: pg.Client, config: RedshiftConfig) {
    this.client = client;
    this.config = config;
  }

  /** Throws WarehouseUnreachable, AccessDenied or DatabaseMissing. `statementMs` limits every statement. */
  static async open(config: RedshiftConfig, statementMs?: number): Promise<Session> {
    const { host, port, database, user, password, ssl } = config;
    const client = new pg.Client({
      ...{ host, port, database, user, password },
      ssl: ssl === false ? false : { ...ssl },
      application_name: 'tidemark',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      types: { getTypeParser: () => (value: string) => value },
    });
    // A connection that dies also rejects its statement; without a listener it would end the process.
    client.on('error', () => undefined);
    guardReader(client);
    try {
      await client.connect();
    } catch (error) {
      throw connectError(config, error);
    }
    const session = new Session(client, config);
    try {
      await session.run(USE_UTC);
      if (statementMs !== undefined) await session.run(limitStatements(statementMs));
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  readonly run: Query = async (sql) => {
    this.running = true;
    try {
      const { rows, rowCount, command } = await this.client.query<Row>(sql);
      return { rows, count: rowCount, command };
    } catch (error) {
      throw new StatementFailed(sql, error);
    } finally {
      this.running = false;
    }
  };

  /** Stops the statement that runs, by asking the server and at last by dropping the connection. */
  async cancel(): Promise<void> {
    const { processID, secretKey } = this.client as unknown as { processID: number; secretKey: number };
    const giveUpAt = Date.now() + CANCEL_TIMEOUT_MS;
    while (this.running && Date.now() < giveUpAt) {
      await requestCancel(this.config, { processId: processID, secret: secretKey });
      await new Promise((resolve) => setTimeout(resolve, CANCEL_AGAIN_MS));
    }
    if (this.running) this.drop();
  }

  /** Says goodbye, or drops the connection when a statement still runs. */
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  drop(): void {
    (this.client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }
}
