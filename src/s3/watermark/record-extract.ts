// Change: what a run extracted enters the watermark, once, as seq = base + 1.
import type { Bound, Position } from '../../contract/position.js';
import type { WrittenManifest } from '../../contract/files.js';
import type { LoadMode, Strategy } from '../../contract/run-settings.js';
import { MAX_PENDING, type PendingManifest, type Watermark } from '../../contract/watermark.js';
import {
  changedOfList,
  type ChangedColumn,
  type ChangedValues,
  listOfChanged,
  sumChanged,
} from '../../contract/value-policies.js';
import { LeaseLost, Superseded, TooManyPending } from '../errors.js';
import { requireOwnLease } from './require-lease.js';

export interface ExtractFacts {
  readonly run: string;
  /** The seq that beginSync read. */
  readonly base: number;
  /** Null when the run read no row: then no seq is used. */
  readonly manifest: WrittenManifest | null;
  readonly position: Position;
  readonly bound: Bound | null;
  readonly strategy: Strategy;
  readonly mode: LoadMode;
  readonly where: string | null;
  /** The columns that the position is of: cursor, then key. */
  readonly readBy?: readonly string[];
  readonly workflowId: string;
  readonly now: string;
}

/** Throws LeaseLost, Superseded or TooManyPending, all final. Recorded by this run already: the watermark as it is. */
export function recordExtract(current: Watermark | null, facts: ExtractFacts): Watermark {
  const { run, base, manifest } = facts;
  if (current === null) throw new LeaseLost(null, run, null);
  if (isRecorded(current, facts)) return current;
  requireOwnLease(current, run);
  if (current.seq !== base) {
    throw new Superseded(run, `it began at seq ${base}, and the watermark is at ${current.seq} by another run`);
  }
  requireForward(current.position, facts.position, run);
  const { position, bound, strategy, mode, where, readBy, now } = facts;
  const checked: Watermark = {
    ...current,
    strategy,
    mode,
    where,
    ...(readBy === undefined ? {} : { read_by: readBy }),
    position,
    bound,
    last_checked_at: now,
    updated_at: now,
  };
  return manifest === null ? checked : withRows(checked, facts, manifest);
}

function isRecorded({ seq, pending, last_run }: Watermark, { run, base, manifest }: ExtractFacts): boolean {
  const mine = base + 1;
  if (manifest === null || seq < mine) return false;
  return (
    (last_run?.run === run && last_run.seq === mine) ||
    pending.some((entry) => entry.run === run && entry.seq === mine && entry.sha256 === manifest.sha256)
  );
}

function withRows(watermark: Watermark, facts: ExtractFacts, manifest: WrittenManifest): Watermark {
  if (watermark.pending.length >= MAX_PENDING) {
    throw new TooManyPending(watermark.table_name, watermark.pending.length);
  }
  const { run, base, workflowId, now } = facts;
  const { key, sha256, rows, files, bytes, deletes } = manifest;
  const seq = base + 1;
  const counted = { rows, files, bytes, ...(deletes === undefined ? {} : { deletes }) };
  const entry: PendingManifest = { seq, run, manifest: key, sha256, ...counted, recordedAt: now };
  return {
    ...watermark,
    seq,
    mysql_rows_extracted: watermark.mysql_rows_extracted + rows,
    s3_file_count: watermark.s3_file_count + files,
    ...(manifest.changed === undefined ? {} : { values_changed: withChanged(watermark, manifest.changed) }),
    redshift_status: 'pending',
    pending: [...watermark.pending, entry],
    last_run: { run, seq, rows, files, bytes, recordedAt: now, loadedAt: null, workflowId },
  };
}

function withChanged({ values_changed: before = [] }: Watermark, changed: ChangedValues): ChangedColumn[] {
  return listOfChanged(sumChanged(changedOfList(before), changed));
}

/** What a position may become in one run. With a lookback every scan that ended leaves a `from`, whatever it began at. */
const BECOMES: Readonly<Record<Position['kind'], readonly Position['kind'][]>> = {
  none: ['none', 'firstLoad', 'from', 'cursor', 'id', 'checksum'],
  firstLoad: ['firstLoad', 'from', 'cursor'],
  from: ['from', 'cursor'],
  cursor: ['from', 'cursor'],
  id: ['id'],
  checksum: ['checksum'],
};

function requireForward(from: Position, to: Position, run: string): void {
  if (!BECOMES[from.kind].includes(to.kind)) {
    throw new Superseded(run, `its position "${to.kind}" is behind the watermark's "${from.kind}"`);
  }
}
