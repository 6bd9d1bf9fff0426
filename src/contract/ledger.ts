// One load as the ledger counts it: one list that makes the ledger's columns, its statements, the sync result and the reports.
import type { LoadMode } from './run-settings.js';

/** Every count of a load, in the order of the ledger's columns. Rows, but for `files`. */
export const LOAD_COUNTS = [
  'rowsLoaded',
  'files',
  'inserted',
  'updated',
  'reapplied',
  'stale',
  'superseded',
  'deleted',
  'targetRows',
] as const;
export type LoadCount = (typeof LOAD_COUNTS)[number];

/** What became of each row of the manifest: their sum is `rowsLoaded`. */
export const ROW_OUTCOMES = ['inserted', 'updated', 'reapplied', 'stale', 'superseded'] as const;

/**
 * `rowsLoaded`: rows of the manifest, all accounted for. `deleted`: rows of earlier loads that a full load took out of the
 * target. `targetRows`: COUNT(*) of the target inside the load's transaction.
 */
export type LoadCounts = Readonly<Record<LoadCount, number>>;

export function countsOf(read: (name: LoadCount) => number): LoadCounts {
  return Object.fromEntries(LOAD_COUNTS.map((name) => [name, read(name)])) as Record<LoadCount, number>;
}

/** Rows that these loads loaded together. */
export function rowsLoadedBy(loads: readonly Pick<LoadCounts, 'rowsLoaded'>[]): number {
  return loads.reduce((sum, { rowsLoaded }) => sum + rowsLoaded, 0);
}

/** One row of the ledger: one manifest, loaded in one transaction. */
export interface LedgerRow extends LoadCounts {
  /** `<pipeline>/<schema.table>#<seq>` */
  readonly loadId: string;
  readonly seq: number;
  readonly run: string;
  /** `s3://bucket/key` */
  readonly manifestUrl: string;
  readonly manifestSha256: string;
  readonly mode: LoadMode;
  /** Of the table that was loaded; another one means that it was made again. Null when it was not available. */
  readonly targetOid: number | null;
  /** Of its COPY in Redshift's load history; null when nothing was copied. */
  readonly copyQueryId: number | null;
  readonly loadedAt: string;
}
