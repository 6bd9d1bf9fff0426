// What information_schema says of a table. Columns are aliased: MySQL 8 returns their names in upper case.
import { type TableId } from '../../contract/table-id.js';
import { columnName, tableName, textLiteral } from '../sql/literal.js';

function named({ schema, name }: TableId): string {
  return `TABLE_SCHEMA = ${textLiteral(schema)} AND TABLE_NAME = ${textLiteral(name)}`;
}

export function schemaNamed(schema: string): string {
  return `SELECT 1 AS one FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${textLiteral(schema)}`;
}

/** Schemas whose names differ in their case at most. */
export function schemasLike(schema: string): string {
  return `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE LOWER(SCHEMA_NAME) = ${textLiteral(schema.toLowerCase())}`;
}

/** `folded`: names in lower case; null: all. */
export function tablesNamed(schema: string, folded: readonly string[] | null): string {
  const some = folded === null ? '' : ` AND LOWER(TABLE_NAME) IN (${folded.map(textLiteral).join(', ')})`;
  return `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${textLiteral(schema)}${some}`;
}

/** 0: names that differ in their case alone are two names. */
export const NAMES_FOLDED = 'SELECT @@lower_case_table_names AS folded';

export function tableFacts(table: TableId): string {
  return (
    'SELECT TABLE_TYPE AS table_type, ENGINE AS engine, TABLE_ROWS AS about_rows, DATA_LENGTH AS about_bytes' +
    ` FROM information_schema.TABLES WHERE ${named(table)}`
  );
}

const SERVERS_OWN = ['information_schema', 'mysql', 'performance_schema', 'sys'];

/** Tables and views of these schemas; null: of all but the server's own. */
export function tablesOf(schemas: readonly string[] | null): string {
  const names = (schemas ?? SERVERS_OWN).map(textLiteral).join(', ');
  return (
    'SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, TABLE_TYPE AS table_type, TABLE_ROWS AS about_rows' +
    ` FROM information_schema.TABLES WHERE TABLE_SCHEMA ${schemas === null ? 'NOT IN' : 'IN'} (${names})`
  );
}

export function tableColumns(table: TableId): string {
  return (
    'SELECT COLUMN_NAME AS name, DATA_TYPE AS data_type, COLUMN_TYPE AS declared, IS_NULLABLE AS nullable,' +
    ' NUMERIC_PRECISION AS number_precision, NUMERIC_SCALE AS number_scale, DATETIME_PRECISION AS time_digits,' +
    ' CHARACTER_MAXIMUM_LENGTH AS characters, CHARACTER_SET_NAME AS charset, EXTRA AS extra, COLLATION_NAME AS collation_name,' +
    ` COLUMN_DEFAULT AS default_text FROM information_schema.COLUMNS WHERE ${named(table)} ORDER BY ORDINAL_POSITION`
  );
}

/** Of those that the account has any privilege on: position in the table, and which privileges. */
export function visibleColumns(table: TableId): string {
  return (
    'SELECT COLUMN_NAME AS name, ORDINAL_POSITION AS position, PRIVILEGES AS privileges' +
    ` FROM information_schema.COLUMNS WHERE ${named(table)} ORDER BY ORDINAL_POSITION`
  );
}

/** Denied where the account may not read one of its columns. */
export function allColumns(table: TableId): string {
  return `SELECT * FROM ${tableName(table)} LIMIT 0`;
}

/** The account that the server took the session for: `user@host`. */
export const ACCOUNT = 'SELECT CURRENT_USER() AS account';

/** Index columns in order. All that each server tells: whether an index is hidden has another name in each, or none. */
export function tableIndexes(table: TableId): string {
  return `SELECT * FROM information_schema.STATISTICS WHERE ${named(table)} ORDER BY INDEX_NAME, SEQ_IN_INDEX`;
}

/** Whether trailing spaces tell values of a collation apart. MySQL says so; MariaDB says it in the name. */
export function padAttribute(collation: string): string {
  return `SELECT PAD_ATTRIBUTE AS pad FROM information_schema.COLLATIONS WHERE COLLATION_NAME = ${textLiteral(collation)}`;
}

/** Whether any value ends with a space; a LIKE compares every character, whatever the collation pads. */
export function trailingSpace(table: TableId, column: string): string {
  return `SELECT 1 AS one FROM ${tableName(table)} WHERE ${columnName(column)} LIKE '% ' LIMIT 1`;
}

/** Whether any value has a control character, which sorts before a space. */
export function controlInside(table: TableId, column: string): string {
  return `SELECT 1 AS one FROM ${tableName(table)} WHERE ${columnName(column)} REGEXP '[[:cntrl:]]' LIMIT 1`;
}

/** When the table was last written, in the session's UTC; NULL when the server doesn't know. */
export function lastWrite(table: TableId): string {
  return `SELECT UPDATE_TIME AS written_at FROM information_schema.TABLES WHERE ${named(table)}`;
}
