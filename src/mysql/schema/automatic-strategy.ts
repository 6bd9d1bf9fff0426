// How a table is read where its config leaves the choice. Every table is taken: the reason says why this way and no cheaper one.
import { SourceRefused } from '../errors.js';
import { indexedTime, servingIndex } from './choose-cursor.js';
import { type ChosenKey, isCounter } from './choose-key.js';
import { byCursorAndKey, byId, byTimestamp, type Chosen, NO_KEY } from './choose-strategy.js';
import { isTime } from './column-types.js';
import { saysModified } from './modification-role.js';
import { serverStamp, type Stamp } from './server-stamp.js';
import type { SourceTable, TableOptions } from './source-table.js';

/** What a glance at the table does not tell: each says what is wrong, null where nothing is. */
export interface Evidence {
  /** Of the bound of a read by the cursor that the server stamps: why it can't be proven. */
  readonly boundUnproven: string | null;
  /** Of the key: why its values would not tell rows apart, or not be met by a scan. */
  readonly keyUnsafe: string | null;
}

/** `key`: what findKey found. Throws SourceRefused only where the config asks for what the table can't give. */
export function automaticStrategy(
  source: SourceTable,
  tableOptions: TableOptions,
  key: ChosenKey | SourceRefused,
  { boundUnproven, keyUnsafe }: Evidence,
): Chosen {
  if (tableOptions.mode === 'append') return appended(source, tableOptions, key);
  if (key instanceof SourceRefused) return inFull(key, tableOptions, NO_KEY);
  if (keyUnsafe !== null) return inFull(new SourceRefused('BadKey', source.table, keyUnsafe), tableOptions, NO_KEY);
  if (source.view && tableOptions.mode !== 'merge') {
    return inFull(new SourceRefused('NoPrimaryKey', source.table, 'it is a view, without a cursor'), tableOptions, key);
  }
  const stamp = applicationStamp(source, key.key, tableOptions) ?? serverStamp(source, key.key);
  if (stamp.cursor !== null && boundUnproven === null) return byCursorAndKey(key, stamp.cursor, stamp.reason);
  const unproven =
    stamp.cursor === null ? stamp.why : `reading by ${stamp.cursor.column.name} is not proven (${boundUnproven ?? ''})`;
  return {
    ...{ strategy: 'checksum', ...key, cursor: null },
    reason: `${unproven}; so every run reads all rows and carries those that differ; the key is (${key.key.join(', ')})`,
  };
}

/** `lack`: why it is not read by its key. */
function inFull(lack: SourceRefused, { mode }: TableOptions, key: ChosenKey): Chosen {
  if (mode === 'merge')
    throw lack.cured('mode "merge" needs a key to merge by: remove "mode" from the config to replace all');
  const reason = `${lack.why}; so every run reads all rows and replaces the target`;
  return { strategy: 'full', ...key, cursor: null, reason };
}

/** Mode `append` declares that rows are only ever inserted. */
function appended(source: SourceTable, tableOptions: TableOptions, key: ChosenKey | SourceRefused): Chosen {
  const only = 'mode "append" declares that rows are only ever inserted';
  if (key instanceof SourceRefused) return byTimestamp(source, tableOptions, `${only}, and it has no key`);
  const stamp = serverStamp(source, key.key);
  if (stamp.cursor !== null) return byCursorAndKey(key, stamp.cursor, stamp.reason);
  if (isCounter(source, key.key)) return byId(source, key, only);
  return byCursorAndKey(key, indexedTime(source), only);
}

/**
 * The column that the application stamps, where the config says that there is one, and what stands in for the proof that an
 * application's clock cannot give. Null: not said, or no column says by its name when a row was changed.
 */
function applicationStamp(
  source: SourceTable,
  key: readonly string[],
  { stampedBy, lag = 0, lookback = 0 }: TableOptions,
): Extract<Stamp, { reason: string }> | null {
  if (stampedBy !== 'application' || (lag <= 0 && lookback <= 0)) return null;
  const stamps = source.columns
    .filter((column) => isTime(column) && saysModified(column))
    .map((column) => ({ column, index: servingIndex(source, key, column.name) }));
  const cursor = stamps.find(({ index }) => index !== null) ?? stamps[0];
  if (cursor === undefined) return null;
  return { cursor, reason: `by the config the application stamps every change, in ${cursor.column.name}` };
}
