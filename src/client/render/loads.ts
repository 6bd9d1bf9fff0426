// The newest loads of a table, a line each.
import type { LastLoads, TableLoad } from '../../reconcile/recent-loads.js';
import { count, table } from './text.js';

type Column = readonly [name: string, of: (load: TableLoad) => string];

const UNKNOWN = '–';
const known = (n: number | undefined): string => (n === undefined ? UNKNOWN : count(n));
/** To the second, in UTC as the head says. */
const time = (iso: string | undefined): string => (iso === undefined ? UNKNOWN : iso.slice(0, 19).replace('T', ' '));

const COLUMNS: readonly Column[] = [
  ['last loads', ({ seq }) => `#${seq}`],
  ['read (UTC)', ({ extract }) => time(extract?.writtenAt)],
  ['rows', ({ extract }) => known(extract?.rows)],
  ['files', ({ extract }) => known(extract?.files)],
  ['loaded (UTC)', ({ state, load }) => (state === 'waiting' ? 'waiting' : time(load?.loadedAt))],
  ['inserted', ({ load }) => known(load?.inserted)],
  ['updated', ({ load }) => known(load?.updated)],
];
/** Shown where any load has some. */
const RARE: readonly Column[] = (['reapplied', 'stale', 'superseded', 'deleted'] as const).map((name) => [
  name,
  ({ load }) => known(load?.[name]),
]);
const REST: readonly Column[] = [
  ['target rows', ({ load }) => known(load?.targetRows)],
  ["Redshift's history", historyText],
];

function historyText({ load, history }: TableLoad): string {
  if (history === null) return UNKNOWN;
  return history.rows === load?.rowsLoaded ? 'the same' : `${count(history.rows)} rows`;
}

export function loadLines({ loads, of, withoutLedger }: LastLoads): string[] {
  if (loads.length === 0) return [];
  const rare = RARE.filter(([, text]) => loads.some((load) => !['0', UNKNOWN].includes(text(load))));
  const columns = [...COLUMNS, ...rare, ...REST];
  const rows = [columns.map(([name]) => name), ...loads.map((load) => columns.map(([, text]) => text(load)))];
  return [
    ...table(rows),
    ...(loads.length < of ? [`the newest ${count(loads.length)} of ${count(of)}; for more: --loads ${count(of)}`] : []),
    ...(withoutLedger === null
      ? []
      : [`loaded rows are not shown, because the ledger could not be read: ${withoutLedger}`]),
  ].map((line) => `  ${line}`);
}
