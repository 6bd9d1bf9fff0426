// Upsert of a staged load: keep the newest of each key, say what each row is to the target, delete, insert.
import { DELETED_AT } from '../../contract/run-settings.js';
import { columnList, identifier, tableText, type TableRef } from '../connection/sql-text.js';

/** A temporary table is found before any other by its bare name. */
export interface StageRef {
  readonly table: string;
}

/** Names and columns of one merge. */
export interface MergeParts {
  readonly target: TableRef;
  readonly stage: StageRef;
  readonly newest: string;
  readonly keys: string;
  readonly columns: readonly string[];
  /** Columns of the target and of the stage that nothing feeds: a row that is replaced keeps their values. */
  readonly unfed: readonly string[];
  readonly key: readonly string[];
  /** Null: every version of a key counts as the same. */
  readonly cursor: string | null;
  /** The target marks rows that are gone. */
  readonly softDeletes?: boolean;
  /** Every staged row differs from the target's: without a cursor it would only be known to be there. */
  readonly changed?: boolean;
}

export function createStage({ target, stage }: MergeParts): string {
  return `CREATE TEMP TABLE ${text(stage)} (LIKE ${tableText(target)} INCLUDING DEFAULTS)`;
}

/**
 * What COPY has put into an empty target. Whether keys repeat is asked of this copy: the target declares its key, and Redshift's
 * planner takes a declared key for unique, in GROUP BY too.
 */
export function copyKeys({ target, keys, key }: MergeParts): string {
  return `CREATE TEMP TABLE ${identifier(keys)} AS SELECT ${columnList(key)} FROM ${tableText(target)}`;
}

/** Everything in the target, for a stage that has no declared key. */
export function stageTarget({ target, stage, columns }: MergeParts): string {
  return `CREATE TEMP TABLE ${text(stage)} AS SELECT ${columnList(columns)} FROM ${tableText(target)}`;
}

export function countSuperseded({ stage, key }: MergeParts): string {
  return `SELECT COALESCE(SUM(versions - 1), 0) AS superseded
FROM (SELECT COUNT(*) AS versions FROM ${text(stage)} GROUP BY ${columnList(key)} HAVING COUNT(*) > 1) AS repeated`;
}

/** The newest version of each key that the stage has more than once. */
export function pickNewest({ stage, newest, columns, key, cursor }: MergeParts): string {
  const order = cursor === null ? columnList(key) : `${identifier(cursor)} DESC NULLS LAST`;
  const all = columnList(columns);
  return `CREATE TEMP TABLE ${identifier(newest)} AS
SELECT ${all} FROM (
  SELECT ${all}, COUNT(*) OVER (PARTITION BY ${columnList(key)}) AS tidemark_versions,
    ROW_NUMBER() OVER (PARTITION BY ${columnList(key)} ORDER BY ${order}) AS tidemark_version
  FROM ${text(stage)}
) AS ranked WHERE tidemark_versions > 1 AND tidemark_version = 1`;
}

export function dropRepeated({ stage, newest, key }: MergeParts): string {
  return `DELETE FROM ${text(stage)} USING ${identifier(newest)} WHERE ${sameKey(stage.table, newest, key)}`;
}

export function putNewest({ stage, newest, columns }: MergeParts): string {
  return `INSERT INTO ${text(stage)} (${columnList(columns)}) SELECT ${columnList(columns)} FROM ${identifier(newest)}`;
}

/** What each staged row is to the target. A target row without a cursor value counts as older. */
export function classify({ target, stage, key, cursor, changed = false }: MergeParts): string {
  const absent = `t.${first(key)} IS NULL`;
  const compared = (sign: string): string =>
    cursor === null ? '' : `t.${identifier(cursor)} ${sign} s.${identifier(cursor)}`;
  const isStale = cursor === null ? '' : `WHEN ${compared('>')} THEN 'stale' `;
  const isReapplied = cursor === null ? '' : `WHEN ${compared('=')} THEN 'reapplied' `;
  const other = cursor === null && !changed ? 'reapplied' : 'updated';
  return `SELECT kind, COUNT(*) AS n FROM (
  SELECT CASE WHEN ${absent} THEN 'inserted' ${isStale}${isReapplied}ELSE '${other}' END AS kind
  FROM ${text(stage)} s LEFT JOIN ${tableText(target)} t ON ${key.map((name) => `t.${identifier(name)} = s.${identifier(name)}`).join(' AND ')}
) AS classified GROUP BY kind`;
}

const first = (key: readonly string[]): string => identifier(key[0] ?? '');

export function dropStale({ target, stage, key, cursor }: MergeParts & { readonly cursor: string }): string {
  const [staged, held] = [identifier(stage.table), identifier(target.table)];
  return `DELETE FROM ${text(stage)} USING ${tableText(target)}
WHERE ${sameKey(stage.table, target.table, key)} AND ${held}.${identifier(cursor)} > ${staged}.${identifier(cursor)}`;
}

/** For rows that will be replaced. */
export function carryUnfed({ target, stage, key, unfed }: MergeParts): string {
  const values = unfed.map((name) => `${identifier(name)} = ${identifier(target.table)}.${identifier(name)}`);
  return `UPDATE ${text(stage)} SET ${values.join(', ')}
FROM ${tableText(target)} WHERE ${sameKey(stage.table, target.table, key)}`;
}

/** Rows that were marked as deleted and have come back: what replaces them is new. */
export function dropReturned({ target, stage, key }: MergeParts): string {
  const marked = `${identifier(target.table)}.${identifier(DELETED_AT)} IS NOT NULL`;
  return `DELETE FROM ${tableText(target)} USING ${text(stage)} WHERE ${sameKey(target.table, stage.table, key)} AND ${marked}`;
}

export function dropReplaced({ target, stage, key }: MergeParts): string {
  return `DELETE FROM ${tableText(target)} USING ${text(stage)} WHERE ${sameKey(target.table, stage.table, key)}`;
}

export function insertStaged({ target, stage, columns, unfed }: MergeParts): string {
  const all = columnList([...columns, ...unfed]);
  return `INSERT INTO ${tableText(target)} (${all})
SELECT ${all} FROM ${text(stage)}`;
}

const text = (stage: StageRef): string => identifier(stage.table);

export const sameKey = (left: string, right: string, key: readonly string[]): string =>
  key.map((name) => `${identifier(left)}.${identifier(name)} = ${identifier(right)}.${identifier(name)}`).join(' AND ');
