// How a table is read, as its config says: by a strategy or a cursor that is named there. Else automatic-strategy.ts decides.
import type { Strategy } from '../../contract/run-settings.js';
import { SourceRefused } from '../errors.js';
import { checkedCursor, type ChosenCursor, indexedTime } from './choose-cursor.js';
import { type ChosenKey, findKey, isCounter } from './choose-key.js';
import type { SourceTable, TableOptions } from './source-table.js';

export interface Chosen {
  readonly strategy: Strategy;
  /** A sentence for the operator. */
  readonly reason: string;
  /** Empty: nothing distinguishes rows. */
  readonly key: readonly string[];
  /** Null: no index has the order of the key. */
  readonly keyIndex: string | null;
  readonly cursor: ChosenCursor | null;
  /** The values of the key were looked at for this choice, and distinguish rows. */
  readonly keyIsSafe?: boolean;
}

/** Null where the config leaves the choice. Throws SourceRefused with what to do. */
export function configuredStrategy(source: SourceTable, tableOptions: TableOptions): Chosen | null {
  const key = findKey(source, tableOptions.key);
  const { strategy } = tableOptions;
  switch (strategy) {
    case 'full':
      return { ...(key instanceof SourceRefused ? NO_KEY : key), strategy, cursor: null, reason: isSet(strategy) };
    case 'checksum':
      return { ...required(source, key), strategy, cursor: null, reason: isSet(strategy) };
    case 'id':
      return byId(source, required(source, key), isSet(strategy));
    case 'timestamp':
      return byTimestamp(source, tableOptions, isSet(strategy));
    case 'timestamp+id':
    case undefined:
  }
  if (tableOptions.cursor === undefined) {
    if (strategy === undefined) return null;
    throw new SourceRefused(
      'BadCursor',
      source.table,
      'strategy "timestamp+id" is set without a cursor; set "cursor: COLUMN" for the table, or remove "strategy"',
    );
  }
  const found = required(source, key);
  const cursor = checkedCursor(source, found.key, tableOptions.cursor);
  return byCursorAndKey(found, cursor, `the cursor ${cursor.column.name} is set in the config`);
}

export const NO_KEY: ChosenKey = { key: [], keyIndex: null };

const isSet = (strategy: Strategy): string => `strategy "${strategy}" is set in the config`;

export function byCursorAndKey(key: ChosenKey, cursor: ChosenCursor, why: string): Chosen {
  return { strategy: 'timestamp+id', ...key, cursor, reason: `${why}; the key is (${key.key.join(', ')})` };
}

export function byId(source: SourceTable, key: ChosenKey, reason: string): Chosen {
  if (isCounter(source, key.key)) return { strategy: 'id', ...key, cursor: null, reason };
  const why = `strategy "id" needs a key of one integer column, and this one is (${key.key.join(', ')})`;
  throw new SourceRefused('BadCursor', source.table, `${why}; set a "cursor", or remove "strategy" from the config`);
}

export function byTimestamp(source: SourceTable, tableOptions: TableOptions, why: string): Chosen {
  const cursor =
    tableOptions.cursor === undefined ? indexedTime(source) : checkedCursor(source, [], tableOptions.cursor);
  const reason = `${why}: rows are read by ${cursor.column.name} alone, and appended`;
  return { strategy: 'timestamp', ...NO_KEY, cursor, reason };
}

function required({ view }: SourceTable, key: ChosenKey | SourceRefused): ChosenKey {
  if (!(key instanceof SourceRefused)) return key;
  const cure = view
    ? 'set "key: [columns that tell its rows apart]" for it in the config'
    : 'add one, or set "strategy: full" for it in the config, or "strategy: timestamp" if its rows are only ever inserted';
  throw key.cured(cure);
}
