// Asks the PostgreSQL behind the emulator whether it will do: its version, its encoding, how it keeps passwords.
import pg from 'pg';
import { StartError } from '../start-error.js';

interface Facts {
  version: string;
  number: number;
  encoding: string;
  collation: string;
  passwords: string;
  superuser: boolean;
}

/** Rejects for a PostgreSQL that cannot be used; answers sentences about what will differ from Redshift. */
export async function checkBackend(backend: string): Promise<string[]> {
  const { hostname, port, pathname } = new URL(backend);
  const where = `${hostname}:${port === '' ? '5432' : port}${pathname}`;
  const client = new pg.Client({ connectionString: backend, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const why = error instanceof AggregateError ? error.errors.map(String).join('; ') : (error as Error).message;
    throw new StartError(`the PostgreSQL at ${where} cannot be used: ${why}. See --backend.`);
  }
  try {
    const { rows } = await client.query<Facts>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number,
         current_setting('server_encoding') AS encoding, current_setting('password_encryption') AS passwords,
         (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation,
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    return rows.flatMap((facts) => judge(facts, where));
  } finally {
    await client.end();
  }
}

/** Sentences about what differs; throws for what cannot work. */
export function judge(facts: Facts, where: string): string[] {
  if (facts.number < 150_000)
    throw new StartError(
      `the PostgreSQL at ${where} is of version ${facts.version}: 15 or newer is needed (MERGE, regular expressions)`,
    );
  if (!facts.superuser)
    throw new StartError(
      `the user of --backend is no superuser of ${where}: functions and views go into pg_catalog, which needs one`,
    );
  const notes: string[] = [];
  if (facts.encoding !== 'SQL_ASCII' || facts.collation !== 'C')
    notes.push(
      `${where} has the encoding ${facts.encoding} and the collation ${facts.collation}: varchar(n) counts bytes and strings sort by bytes, as in Redshift, only in a cluster made by initdb --encoding=SQL_ASCII --locale=C`,
    );
  if (facts.passwords !== 'md5')
    notes.push(
      `${where} keeps passwords by ${facts.passwords}: clients are asked for that, not for MD5 as by Redshift (password_encryption = md5, and md5 in pg_hba.conf)`,
    );
  return notes;
}
