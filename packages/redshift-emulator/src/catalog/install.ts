// Installs what Redshift's catalog has and PostgreSQL's lacks: functions and views in pg_catalog.
import pg from 'pg';
import { CATALOG } from './statements.js';

// Two emulators on one database would replace the same functions at once and fail.
const INSTALL_LOCK = 8_002_5439;

/** Safe to repeat. The connection must be a superuser's. */
export async function installCatalog(backend: string): Promise<void> {
  const client = new pg.Client({ connectionString: backend });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${INSTALL_LOCK})`);
    await client.query('SET LOCAL allow_system_table_mods = on');
    await client.query('SET LOCAL search_path = pg_catalog');
    for (const sql of CATALOG) await client.query(sql);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
