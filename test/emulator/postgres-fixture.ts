// A throw-away PostgreSQL as the emulator wants it: bytes for characters, database `dev`, an ordinary login.
import pg from 'pg';
import { startOwnPostgres } from '../../packages/redshift-emulator/src/postgres/own-postgres.js';

export interface PostgresFixture {
  readonly host: string;
  readonly port: number;
  /** The superuser's address. */
  readonly backend: string;
  /** An ordinary user's login. */
  readonly login: { user: string; password: string; database: string };
  close(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresFixture> {
  const login = { user: 'tidemark', password: 'tide', database: 'dev' };
  const { port, backend, close } = await startOwnPostgres(login);
  const admin = new pg.Client({ connectionString: backend });
  await admin.connect();
  // The database is an administrator's, as at most clusters.
  await admin.query('ALTER DATABASE dev OWNER TO CURRENT_USER');
  await admin.query('GRANT CREATE ON SCHEMA public TO tidemark');
  await admin.query('GRANT CREATE ON DATABASE dev TO tidemark');
  await admin.end();
  return { host: '127.0.0.1', port, backend, login, close };
}
