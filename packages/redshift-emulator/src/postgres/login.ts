// Makes the login and the database of the emulator's clients in a PostgreSQL.
import pg from 'pg';

export interface Superuser {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Safe to repeat: the password is set anew. Rejects while the server does not answer yet. */
export async function makeLogin(superuser: Superuser, login: Login): Promise<void> {
  const client = new pg.Client({ ...superuser, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const [user, database] = [client.escapeIdentifier(login.user), client.escapeIdentifier(login.database)];
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [login.user]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${user} LOGIN PASSWORD ${client.escapeLiteral(login.password)}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [login.database]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${user}`);
  } finally {
    await client.end();
  }
}
