// Resolves a table's shape and how it is read, from information_schema and the server's own column definitions.
import { createHash } from 'node:crypto';
import type { TableId } from '../../contract/table-id.js';
import { type LoadMode, modeOf, readsAll, type Strategy } from '../../contract/run-settings.js';
import type { TableShape, ResultColumn } from '../../contract/table-shape.js';
import type { Chosen } from './choose-strategy.js';
import { chosenFor } from './choose.js';
import { carriedColumns } from './column-transforms.js';
import { askServerZone, cursorZone } from '../time-zone/cursor-time-zone.js';
import { statementError } from '../connection/driver-error.js';
import { boundNotProven, SourceRefused } from '../errors.js';
import { whereClauseError } from './where-clause.js';
import { indexesOf } from './indexes.js';
import { namedRows } from '../connection/named-rows.js';
import { unreadableColumns } from '../preflight/partial-grants.js';
import type { Session, TextRow } from '../connection/connection.js';
import type { TableOptions } from './source-table.js';
import { rowWithout } from '../upper-bound/upper-bound-sql.js';
import { tableColumns, tableIndexes } from './introspect-sql.js';
import { noRows } from '../extract/read-chunk-sql.js';
import { factsOf, notProvenHere } from './table-facts.js';
import { ambiguousKey, unscannableKey } from '../preflight/key-collation.js';
import type { SourceColumn } from './column-types.js';
import { resultColumnsOf } from './result-metadata.js';

export interface Description {
  readonly shape: TableShape;
  readonly strategy: Strategy;
  readonly mode: LoadMode;
  /** Why it is read so: a sentence for the operator. */
  readonly reason: string;
  /** Of a DATETIME cursor; null for a TIMESTAMP or none. */
  readonly cursorZone: string | null;
  /** Why the upper bound can't be proven on this table, whatever the server is; null when it can. */
  readonly unproven: string | null;
  /** About: the server's statistics. */
  readonly estimatedRows: number | null;
  /** Of its rows, about. */
  readonly estimatedBytes: number | null;
}

export async function describeTable(
  session: Session,
  table: TableId,
  tableOptions: TableOptions,
  user: string,
): Promise<Description> {
  const facts = await factsOf(session, table);
  const columns = (await session.rows(tableColumns(table))).map(sourceColumn);
  const unreadable = await unreadableColumns(session, table, tableOptions.columns ?? {});
  const indexes = indexesOf(await namedRows(session, tableIndexes(table)));
  const source = { table, view: facts.view, columns, indexes };
  const chosen = await chosenFor(session, source, { facts, tableOptions, user });
  const mode = tableOptions.mode ?? modeOf(chosen.strategy);
  const unproven = notProvenHere(facts, chosen, tableOptions);
  const exempt = readsAll(chosen.strategy) || (tableOptions.lag ?? 0) > 0 || (tableOptions.lookback ?? 0) > 0;
  if (unproven !== null && !exempt) throw boundNotProven(table, unproven);
  const cursorZone = await zoneOfCursor(session, table, chosen, tableOptions);
  const unread = shapeOf(table, columns, chosen, without(unreadable, tableOptions));
  const shape = await withResultColumns(session, unread, facts.view);
  await requireNoNulls(session, shape, chosen);
  if (chosen.keyIsSafe !== true) await requireSafeKey(session, shape, columns, { strategy: chosen.strategy, mode });
  const { strategy } = chosen;
  const left =
    unreadable.length === 0 ? '' : `; left out, because the account may not read it: ${unreadable.join(', ')}`;
  const reason = chosen.reason + left;
  const { rows: estimatedRows, bytes: estimatedBytes } = facts;
  return { shape, strategy, mode, reason, cursorZone, unproven, estimatedRows, estimatedBytes };
}

/** What the config excludes and the server does not show is no mistake of the config. */
function without(unreadable: readonly string[], tableOptions: TableOptions): TableOptions {
  if (unreadable.length === 0) return tableOptions;
  const columns = Object.entries(tableOptions.columns ?? {}).filter(([name]) => !unreadable.includes(name));
  return { ...tableOptions, columns: Object.fromEntries(columns) };
}

function checkedFilter(table: TableId, where: string | undefined): string | null {
  const why = where === undefined ? null : whereClauseError(where);
  if (why !== null) throw new SourceRefused('BadFilter', table, `the "where" of the config can't be used: ${why}`);
  return where?.trim() ?? null;
}

const whole = (text: string | null | undefined): number | null => (text == null ? null : Number(text));

function sourceColumn(row: TextRow): SourceColumn {
  const [name, dataType, declared, nullable, precision, scale, timeDigits, characters, charset, ...rest] = row;
  const [extra, collation, defaultText] = rest;
  return {
    name: name ?? '',
    dataType: (dataType ?? '').toLowerCase(),
    declared: declared ?? '',
    nullable: nullable === 'YES',
    precision: whole(precision),
    scale: whole(scale),
    timeDigits: whole(timeDigits),
    characters: whole(characters),
    charset: charset ?? null,
    extra: extra ?? '',
    collation: collation ?? null,
    default: defaultText ?? null,
  };
}

function shapeOf(
  table: TableId,
  columns: readonly SourceColumn[],
  chosen: Chosen,
  tableOptions: TableOptions,
): Omit<TableShape, 'resultColumns'> {
  const filter = checkedFilter(table, tableOptions.where);
  const shaped = carriedColumns(table, columns, chosen, tableOptions);
  const { key, keyIndex } = chosen;
  const cursor = chosen.cursor && {
    name: chosen.cursor.column.name,
    index: chosen.cursor.index,
    digits: chosen.cursor.column.timeDigits ?? 0,
    zoned: chosen.cursor.column.dataType === 'timestamp',
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify({ columns: shaped, key }))
    .digest('hex');
  return { table, columns: shaped, key, keyIndex, filter, cursor, fingerprint };
}

async function withResultColumns(
  session: Session,
  shape: Omit<TableShape, 'resultColumns'>,
  view: boolean,
): Promise<TableShape> {
  let resultColumns: readonly ResultColumn[] = [];
  try {
    await session.read(
      noRows(shape),
      (fields) => (resultColumns = resultColumnsOf(fields, view)),
      () => undefined,
    );
  } catch (error) {
    const serverMessage = shape.filter === null ? null : statementError(error);
    if (serverMessage === null) throw error;
    throw new SourceRefused('BadFilter', shape.table, `the "where" of the config can't be used: ${serverMessage}`);
  }
  return { ...shape, resultColumns };
}

/** A read of all rows in one statement needs no key, nor does what replaces the target. */
async function requireSafeKey(
  session: Session,
  shape: TableShape,
  columns: readonly SourceColumn[],
  { strategy, mode }: Pick<Description, 'strategy' | 'mode'>,
): Promise<void> {
  if (strategy === 'full' && shape.keyIndex === null) return;
  const unscannable = await unscannableKey(session, shape, columns);
  if (unscannable !== null) throw new SourceRefused('BadKey', shape.table, `${unscannable}; or set "strategy: full"`);
  const ambiguous = mode === 'merge' ? await ambiguousKey(session, shape, columns) : null;
  if (ambiguous === null) return;
  throw new SourceRefused(
    'BadKey',
    shape.table,
    `${ambiguous}; use a collation that pads, "mode: append" or "mode: full"`,
  );
}

/** No ALTER TABLE is advised: a generated or NOT NULL column can make the application's own writes fail. */
const CURSOR_CURE = 'remove "cursor" and "strategy" from the config to compare all rows at every run';

/** A row without a cursor value would never be read, and nobody would notice. */
async function requireNoNulls(session: Session, { table, cursor }: TableShape, chosen: Chosen): Promise<void> {
  if (cursor === null || chosen.cursor?.column.nullable !== true) return;
  const [found] = await session.rows(rowWithout({ table }, cursor));
  if (found === undefined) return;
  const { name } = chosen.cursor.column;
  const why = `rows have no value in the cursor column ${name}, and would never be read`;
  throw new SourceRefused('BadCursor', table, `${why}; ${CURSOR_CURE}`);
}

async function zoneOfCursor(
  session: Session,
  table: TableId,
  { cursor }: Chosen,
  tableOptions: TableOptions,
): Promise<string | null> {
  if (cursor?.column.dataType !== 'datetime') return null;
  return cursorZone(table, cursor.column.name, tableOptions.cursorZone, await askServerZone(session), tableOptions);
}
