// How a table is read: as configured, after checks, or as its columns and indexes suggest, with the reason.
import type { Strategy } from '../../contract/run-settings.js';
import { type ChosenCursor, checkedCursor, indexedTime, likelyStamp } from './choose-cursor.js';
import { type ChosenKey, isCounter, keyOf, uniqueKey } from './choose-key.js';
import { SourceRefused } from '../errors.js';
import type { SourceTable, TableOptions } from './source-table.js';
import { isTime } from './column-types.js';
import { applicationStamp, unstampedChanges } from './unstamped-changes.js';

export interface Chosen {
  readonly strategy: Strategy;
  /** A sentence for the operator. */
  readonly reason: string;
  readonly key: readonly string[];
  readonly keyIndex: string | null;
  readonly cursor: ChosenCursor | null;
}

/** Throws SourceRefused with what to do. */
export function chooseStrategy(source: SourceTable, tableOptions: TableOptions): Chosen {
  const key = keyOf(source, tableOptions.key);
  switch (tableOptions.strategy) {
    case 'full':
      return {
        strategy: 'full',
        ...required(source, key),
        cursor: null,
        reason: 'strategy "full" is set in the config',
      };
    case 'checksum':
      return {
        strategy: 'checksum',
        ...required(source, key ?? uniqueKey(source)),
        cursor: null,
        reason: 'strategy "checksum" is set in the config',
      };
    case 'id':
      return byId(source, required(source, key), 'strategy "id" is set in the config');
    case 'timestamp':
      return byTimestamp(source, tableOptions, 'strategy "timestamp" is set in the config');
    case 'timestamp+id':
    case undefined:
  }
  if (tableOptions.cursor !== undefined) {
    const cursor = checkedCursor(source, required(source, key).key, tableOptions.cursor, tableOptions);
    return byBoth(required(source, key), cursor, `the cursor ${cursor.column.name} is set in the config`);
  }
  if (key === null) {
    if (tableOptions.strategy === undefined && tableOptions.mode === 'append')
      return byTimestamp(source, tableOptions, 'it has no primary key');
    return { ...byId(source, required(source, key), ''), cursor: null };
  }
  return automatic(source, key, tableOptions);
}

function automatic(source: SourceTable, key: ChosenKey, tableOptions: TableOptions): Chosen {
  const stamp = likelyStamp(source, key.key, tableOptions);
  if (stamp !== null) {
    const evidence = /on update/i.test(stamp.column.extra) ? 'the server stamps every change there' : 'by its name';
    return byBoth(key, stamp, `${stamp.column.name} looks like the modification stamp (${evidence}), and is indexed`);
  }
  const stampOfApplication = applicationStamp(source, key.key, tableOptions);
  if (stampOfApplication !== null) {
    const { name } = stampOfApplication.column;
    return byBoth(
      key,
      stampOfApplication,
      `${name} says by its name when a row was changed, and the application stamps it`,
    );
  }
  const unstamped = unstampedChanges(source, key.key);
  if (unstamped !== null) throw new SourceRefused('BadCursor', source.table, unstamped);
  const times = source.columns.filter(isTime).map(({ name }) => name);
  const seen = times.length > 0 ? `its times are ${times.join(', ')}` : 'it has no TIMESTAMP or DATETIME column';
  if (tableOptions.strategy === undefined && isCounter(source, key.key)) {
    return byId(source, key, `no column looks like a modification stamp (${seen}): rows are taken as never updated`);
  }
  throw new SourceRefused(
    'BadCursor',
    source.table,
    `no column looks like a modification stamp (${seen}); set "cursor" for the table in the config, or "strategy: full"` +
      ' to read all of it every time' +
      (isCounter(source, key.key) ? ', or "strategy: id" if its rows are never updated' : ''),
  );
}

function byBoth(key: ChosenKey, cursor: ChosenCursor, why: string): Chosen {
  return { strategy: 'timestamp+id', ...key, cursor, reason: `${why}; the key is (${key.key.join(', ')})` };
}

function byId(source: SourceTable, key: ChosenKey, reason: string): Chosen {
  if (isCounter(source, key.key)) return { strategy: 'id', ...key, cursor: null, reason };
  const why = `strategy "id" needs a key of one integer column, this one is (${key.key.join(', ')})`;
  throw new SourceRefused('BadCursor', source.table, `${why}; set a "cursor" with strategy "timestamp+id"`);
}

function byTimestamp(source: SourceTable, tableOptions: TableOptions, why: string): Chosen {
  const cursor =
    tableOptions.cursor === undefined
      ? indexedTime(source)
      : checkedCursor(source, [], tableOptions.cursor, tableOptions);
  const reason = `${why}: rows are read by ${cursor.column.name} alone, and appended`;
  return { strategy: 'timestamp', key: [], keyIndex: null, cursor, reason };
}

function required({ table, view }: SourceTable, key: ChosenKey | null): ChosenKey {
  if (key !== null) return key;
  const cure = view
    ? 'set "key: [columns that tell its rows apart]" for it in the config'
    : 'add one, or set "strategy: timestamp" and "mode: append" for it in the config if its rows are only ever inserted';
  throw new SourceRefused(
    'NoPrimaryKey',
    table,
    view ? `it is a view, which has no key; ${cure}` : `the table has no primary key; ${cure}`,
  );
}
