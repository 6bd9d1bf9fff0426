// The modes of the matrix: one entry each. What mismatches in the target, what is loaded, what must come of it.
import type { LoadResult } from '../../src/contract/sync-result.js';
import type { LoadMode } from '../../src/contract/run-settings.js';
import type { OrderRow } from '../redshift/orders.js';

export type Counts = Pick<
  LoadResult,
  'rowsLoaded' | 'files' | 'inserted' | 'updated' | 'reapplied' | 'stale' | 'superseded' | 'targetRows'
> &
  Partial<Pick<LoadResult, 'deleted' | 'notInTarget'>>;

export interface Mode {
  /** As the page calls it. */
  readonly title: string;
  readonly mode: LoadMode;
  /** Loaded before, undisturbed; without it the load also makes its tables. */
  readonly earlier: readonly OrderRow[] | null;
  /** What comes before BEGIN and after COMMIT knows no mode: one that tells it is enough. */
  readonly transactionOnly: boolean;
  /** Rows of each file of the load. */
  readonly files: readonly (readonly OrderRow[])[];
  /** Rows whose keys the load deletes first. */
  readonly deletes?: readonly OrderRow[];
  readonly counts: Counts;
  /** What the target holds in the end, in key order. */
  readonly target: readonly OrderRow[];
}

const row = (id: number, at: number, note: string): OrderRow => ({ id, part: 'a', at, note });
const rows = (from: number, to: number, at: number, note: string): OrderRow[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index, at, note));

const NONE = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0 };

export const MODES: readonly Mode[] = [
  {
    title: 'append, which makes its tables',
    mode: 'append',
    earlier: null,
    transactionOnly: false,
    files: [rows(1, 4, 1, 'first'), rows(5, 8, 1, 'first')],
    counts: { ...NONE, rowsLoaded: 8, files: 2, inserted: 8, targetRows: 8 },
    target: rows(1, 8, 1, 'first'),
  },
  {
    title: 'merge',
    mode: 'merge',
    earlier: rows(1, 6, 10, 'old'),
    transactionOnly: true,
    // Every kind of row, so that every statement of a merge is run.
    files: [
      [row(1, 20, 'between'), row(2, 20, 'new'), row(3, 10, 'again'), row(4, 5, 'late')],
      [row(1, 30, 'new'), ...rows(7, 9, 20, 'new')],
    ],
    counts: {
      ...NONE,
      rowsLoaded: 8,
      files: 2,
      inserted: 3,
      updated: 2,
      reapplied: 1,
      stale: 1,
      superseded: 1,
      targetRows: 9,
    },
    target: [
      row(1, 30, 'new'),
      row(2, 20, 'new'),
      row(3, 10, 'again'),
      ...rows(4, 6, 10, 'old'),
      ...rows(7, 9, 20, 'new'),
    ],
  },
  {
    title: 'merge into a new table',
    mode: 'merge',
    earlier: null,
    transactionOnly: true,
    files: [rows(1, 4, 1, 'first'), [row(1, 2, 'second'), ...rows(5, 7, 1, 'first')]],
    counts: { ...NONE, rowsLoaded: 8, files: 2, inserted: 7, superseded: 1, targetRows: 7 },
    target: [row(1, 2, 'second'), ...rows(2, 7, 1, 'first')],
  },
  {
    title: 'merge with deletes',
    mode: 'merge',
    earlier: rows(1, 6, 10, 'old'),
    transactionOnly: true,
    files: [[row(1, 20, 'new'), row(7, 20, 'new')]],
    deletes: [row(2, 10, 'old'), row(3, 10, 'old'), row(9, 10, 'was never there')],
    counts: { ...NONE, rowsLoaded: 2, files: 1, inserted: 1, updated: 1, deleted: 2, notInTarget: 1, targetRows: 5 },
    target: [row(1, 20, 'new'), ...rows(4, 6, 10, 'old'), row(7, 20, 'new')],
  },
  {
    title: 'full',
    mode: 'full',
    earlier: rows(1, 6, 10, 'old'),
    transactionOnly: true,
    files: [rows(1, 3, 20, 'new'), rows(7, 8, 20, 'new')],
    counts: { ...NONE, rowsLoaded: 5, files: 2, inserted: 5, targetRows: 5 },
    target: [...rows(1, 3, 20, 'new'), ...rows(7, 8, 20, 'new')],
  },
];
