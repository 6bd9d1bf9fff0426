// The SQL that makes MariaDB's system tables, as its installer reads it; the installer itself needs the client package.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalStackError } from '../failure.js';

// In the installer's order, without the help texts, which take most of its time.
const files = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
];

/** For `mariadbd --bootstrap`; `server` is the path of mariadbd, beside whose share folder the files are. */
export function systemTablesSql(server: string): string {
  const prefix = dirname(dirname(realpathSync(server)));
  const folders = [
    join(prefix, 'share/mysql'),
    join(prefix, 'share/mariadb'),
    '/usr/share/mysql',
    '/usr/share/mariadb',
  ];
  const folder = folders.find((candidate) => files.every((file) => existsSync(join(candidate, file))));
  if (folder === undefined)
    throw new LocalStackError(
      `mysql can't start: ${server} is there, but not ${files[0] ?? ''} in ${folders.join(', ')}.`,
    );
  const tables = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  // An account for the machine's own name: the installer leaves these lines out as well where names aren't resolved.
  const lines = tables.split('\n').filter((line) => !line.includes('@current_hostname'));
  return ['CREATE DATABASE IF NOT EXISTS mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...lines, ''].join('\n');
}
