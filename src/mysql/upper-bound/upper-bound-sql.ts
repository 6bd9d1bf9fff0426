// The statements behind the upper bound: clock, running statements, ends of the index, and what a stretch of it holds.
import { keyForm } from '../../contract/key-form.js';
import type { TableId } from '../../contract/table-id.js';
import type { TableShape } from '../../contract/table-shape.js';
import { columnName, integerLiteral, momentLiteral, rowCount, textLiteral } from '../sql/literal.js';
import { isAfter, isUpTo, type Term } from '../sql/keyset.js';
import { keyTerms, keyTexts } from '../sql/key-columns.js';
import { heldTo } from '../sql/scan.js';

export const CLOCK = 'SELECT UTC_TIMESTAMP(6) AS now';

/**
 * Refused without the PROCESS privilege, which the process list merely answers with less. INNODB_TRX is too, but holds other
 * sessions' statements, and MySQL fails with 3854 while one of those has a character of four bytes.
 */
export const PROCESS_PROBE = 'SELECT 1 AS one FROM information_schema.INNODB_CMP LIMIT 1';

/** Our own line in the list: behind a proxy it is that of a connection which the proxy chose. */
export const OWN_LINE = 'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID()';

/** MariaDB's threads of a replica, in the list for whoever sees others. */
export const APPLYING = "SELECT 1 AS one FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Slave%' LIMIT 1";

export const WRITER_FACTS =
  "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'innodb_read_only', 'wsrep_on'," +
  " 'group_replication_group_name', 'group_replication_single_primary_mode')";

/** MariaDB: id, user, host, command, statement, microseconds it has run, clock before any of them was looked at, state. */
export const RUNNING_STATEMENTS =
  'SELECT ID AS id, USER AS user, HOST AS host, COMMAND AS command, INFO AS statement,' +
  ' CAST(TIME_MS * 1000 AS SIGNED) AS run_micros, UTC_TIMESTAMP(6) AS now, STATE AS state' +
  ' FROM information_schema.PROCESSLIST';

/** How many statements have a table open now; no row: none has. */
export function tableInUse({ schema, name }: TableId): string {
  return `SHOW OPEN TABLES FROM ${columnName(schema)} WHERE LOWER(\`Table\`) = LOWER(${textLiteral(name)}) AND In_use > 0`;
}

export const MYSQL_LIST = 'SHOW FULL PROCESSLIST';
/** The clock, and whether the list is performance_schema's; MySQL before 8.0.22 had no such list. */
export const MYSQL_LIST_FACTS =
  'SELECT UTC_TIMESTAMP(6) AS now, 0 /*!80022 + @@global.performance_schema_show_processlist */ AS brief';

/** The oldest transaction that has written: who may hold the bound back. Names it; decides nothing. */
export const OLDEST_WRITER =
  'SELECT trx_mysql_thread_id AS thread FROM information_schema.INNODB_TRX WHERE trx_rows_modified > 0' +
  ' ORDER BY trx_started LIMIT 1';

/** Format, length of the global part, length of the branch's, both as one text. MySQL wants XA_RECOVER_ADMIN for it. */
export const XA_PREPARED = 'XA RECOVER';

/** The same where MySQL can't show INNODB_TRX: whoever has written holds an intention lock on the table. */
export const OLDEST_LOCKER =
  'SELECT t.PROCESSLIST_ID AS thread FROM performance_schema.data_locks l' +
  ' JOIN performance_schema.threads t ON t.THREAD_ID = l.THREAD_ID' +
  " WHERE l.LOCK_TYPE = 'TABLE' AND l.LOCK_MODE = 'IX' ORDER BY l.ENGINE_TRANSACTION_ID LIMIT 1";

/** A column that rows are scanned by, its index, and what tells one row from another. */
export interface Axis {
  readonly by: 'cursor' | 'key';
  readonly shape: TableShape;
}

/** A place in the scan: the value, and the key behind it where the axis has one more. */
export type Place = readonly string[];

/** Rows with `from` ≤ value and value < `before`, behind `past` and up to `upTo`; null: open. */
export interface IndexRange {
  readonly from: string | null;
  readonly past: Place | null;
  readonly before: string | null;
  readonly upTo: Place | null;
}

/** `entry`: the cursor and the key, from the index alone. `row`: every column, for cursors whose tick may hold two updates. */
export type Compared = 'entry' | 'row';

function column({ by, shape }: Axis): string {
  return columnName((by === 'cursor' ? shape.cursor?.name : shape.key[0]) ?? '');
}

function source({ by, shape }: Axis): string {
  return heldTo(shape, by === 'cursor' ? (shape.cursor?.index ?? null) : shape.keyIndex);
}

/** What a place has: many rows may have one value of the cursor. */
function placeColumns(axis: Axis): string[] {
  return axis.by === 'cursor' ? [column(axis), ...axis.shape.key.map(columnName)] : [column(axis)];
}

/** The same as texts of a place. */
function placeTexts(axis: Axis): string[] {
  return axis.by === 'cursor' ? [column(axis), ...keyTexts(axis.shape)] : [column(axis)];
}

function termsOf(axis: Axis, [value = '', ...key]: Place): Term[] {
  const { by, shape } = axis;
  const first = { column: column(axis), value: by === 'cursor' ? momentLiteral(value) : integerLiteral(value) };
  return by === 'cursor' ? [first, ...keyTerms(shape, key)] : [first];
}

function where(axis: Axis, { from, past, before, upTo }: IndexRange): string {
  const name = column(axis);
  const value = axis.by === 'cursor' ? momentLiteral : integerLiteral;
  const parts = [
    from === null ? null : `${name} >= ${value(from)}`,
    past === null ? null : isAfter(termsOf(axis, past)),
    before === null ? null : `${name} < ${value(before)}`,
    upTo === null ? null : isUpTo(termsOf(axis, upTo)),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ');
}

/** A checksum that doesn't depend on character sets, and tells NULL from ''. */
function checksum(axis: Axis, compared: Compared): string {
  const { shape } = axis;
  if (compared === 'entry') return entrySum(axis);
  const all = shape.columns.map(({ name, type }) => {
    // A FLOAT prints six digits of the seven and more that it has.
    const value = type.kind === 'float' ? `${columnName(name)} * 1E0` : columnName(name);
    return `COALESCE(CRC32(${value}), '-')`;
  });
  // By a column that isn't carried, a row may come into the filter within one tick.
  const scans = shape.filter === null ? [] : [`((${shape.filter}) IS TRUE)`];
  return `CRC32(CONCAT_WS(',', ${[...all, ...scans].join(', ')}))`;
}

/** Text and bytes in hex: character sets that have no common one can't stand in one text. */
function entrySum(axis: Axis): string {
  const { columns, key } = axis.shape;
  const parts = key.map((part) => {
    const column = columns.find(({ name }) => name === part);
    const form = column === undefined ? null : keyForm(column);
    return form === 'text' || form === 'bytes' || form === 'member' ? `HEX(${columnName(part)})` : columnName(part);
  });
  return `CRC32(CONCAT_WS(',', ${[column(axis), ...parts].join(', ')}))`;
}

/** The last row in key order. */
export function largestKey(shape: TableShape): string {
  const last = shape.key.map((name) => `${columnName(name)} DESC`).join(', ');
  return `SELECT ${keyTexts(shape).join(', ')} FROM ${heldTo(shape, shape.keyIndex)} ORDER BY ${last} LIMIT 1`;
}

export function anyRow({ table }: Pick<TableShape, 'table'>): string {
  return `SELECT 1 AS one FROM ${heldTo({ table }, null)} LIMIT 1`;
}

/** Whether a row has no cursor value: no scan by the cursor would find it. */
export function rowWithout(shape: Pick<TableShape, 'table'>, cursor: { name: string; index: string | null }): string {
  return `SELECT 1 AS one FROM ${heldTo(shape, cursor.index)} WHERE ${columnName(cursor.name)} IS NULL LIMIT 1`;
}

export function newestValue(axis: Axis): string {
  return `SELECT ${column(axis)} FROM ${source(axis)} ORDER BY ${column(axis)} DESC LIMIT 1`;
}

/** The place of the `rows`-th entry of a stretch. */
export function pieceEnd(axis: Axis, indexRange: IndexRange, rows: number): string {
  const place = placeColumns(axis).join(', ');
  return (
    `SELECT ${placeTexts(axis).join(', ')} FROM ${source(axis)} WHERE ${where(axis, indexRange)}` +
    ` ORDER BY ${place} LIMIT 1 OFFSET ${rowCount(rows - 1)}`
  );
}

/**
 * How many, and their checksums in one number. CRCs under XOR cancel each other out: of two rows that one statement stamped
 * and another stamps again, both change by the same bits. So products are summed; rows that are alike count each.
 */
export function pieceSum(axis: Axis, indexRange: IndexRange, compared: Compared): string {
  return (
    `SELECT COUNT(*) AS counted, SUM(${checksum(axis, compared)} * ${entrySum(axis)}) AS checksum` +
    ` FROM ${source(axis)} WHERE ${where(axis, indexRange)}`
  );
}

/** Each row's value, key and checksum, the smallest value first. */
export function pieceRows(axis: Axis, indexRange: IndexRange, compared: Compared): string {
  const name = column(axis);
  const key = keyTexts(axis.shape)
    .map((part) => `, ${part}`)
    .join('');
  const sum = compared === 'row' ? `, ${checksum(axis, compared)} AS checksum` : '';
  return `SELECT ${name} AS value${key}${sum} FROM ${source(axis)} WHERE ${where(axis, indexRange)} ORDER BY ${name}`;
}
