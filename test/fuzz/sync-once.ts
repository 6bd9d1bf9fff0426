// One sync without Temporal: the real mysql room and the run's own decisions, with the loops of the workflow around them.
import { positionAfter } from '../../src/contract/next-scan.js';
import type { Bound, ScanPlan, Point, Position } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import type { PlanChunksResult } from '../../src/contract/activity-types.js';
import type { BoundSettings, Source } from '../../src/mysql/source.js';
import { Page } from '../../src/workflows/chunk-scheduler.js';
import type { Ask, Tamper } from './mutations.js';
import type { Values } from './target.js';

export interface SyncOrder {
  readonly position: Position;
  readonly limit: number | null;
  readonly rowsPerFile: number;
  readonly maxRanges: number;
  readonly window: number;
  /** Cancels the run. */
  readonly cancel: AbortSignal;
}

export interface Synced {
  /** What was read and accepted, in order. */
  readonly rows: readonly Values[];
  /** What the chunks said they read. */
  readonly reported: number;
  readonly position: Position;
  readonly bounds: readonly { readonly bound: Bound; readonly asOf: string }[];
  readonly cancelled: boolean;
}

export interface Setting {
  readonly source: Source;
  readonly shape: TableShape;
  readonly settings: BoundSettings;
  readonly tamper: Tamper;
  readonly ask: Ask;
}

export async function syncOnce(setting: Setting, order: SyncOrder): Promise<Synced> {
  const { source, shape, settings, tamper } = setting;
  const run = { rows: [] as Values[], reported: 0, bounds: [] as { bound: Bound; asOf: string }[] };
  let position = order.position;
  const cancelled = (): boolean => order.cancel.aborted;
  try {
    for (;;) {
      if (order.limit !== null && run.rows.length >= order.limit) break;
      const scan = await nextPass();
      if (scan === null) break;
      const { last, ended } = await scanSql(setting, order, tamper.scan(scan), run);
      position = positionAfter(position, scan, last, ended);
      if (!ended || scan.kind !== 'firstLoad') break;
    }
  } catch (error) {
    if (!cancelled() && !isPassing(error)) throw error;
  }
  if (run.rows.length > 0) position = await tamper.position(position, shape, setting.ask);
  return { ...run, position, cancelled: cancelled() };

  async function nextPass(): Promise<ScanPlan | null> {
    if (position.kind === 'firstLoad')
      return { kind: 'firstLoad', snapshotHighWatermark: position.snapshotHighWatermark, after: position.afterKey };
    const found = await source.captureUpperBound(shape, settings, position, order.cancel);
    const bound = await tamper.bound(found.bound, setting.ask);
    run.bounds.push({ bound, asOf: found.asOf });
    if (found.scan === null || bound.kind !== 'cursor') return found.scan;
    if (found.scan.kind === 'firstLoad') return { ...found.scan, snapshotHighWatermark: bound.before };
    return found.scan.kind === 'cursor' ? { ...found.scan, before: bound.before } : found.scan;
  }
}

/** A table that was rebuilt while it was read: the run fails, what was accepted counts, the next one goes on. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && /ER_TABLE_DEF_CHANGED|ER_LOCK_WAIT_TIMEOUT/.test(error.message);
}

async function scanSql(
  { source, shape: plain, tamper }: Setting,
  order: SyncOrder,
  scan: ScanPlan,
  run: { rows: Values[]; reported: number },
): Promise<{ last: Point | null; ended: boolean }> {
  const shape = tamper.shape(plain, scan);
  let last: Point | null = null;
  let done = false;
  while (!done) {
    const limits = { rowsPerFile: order.rowsPerFile, maxRanges: order.maxRanges };
    const plan: PlanChunksResult | null = await source
      .planChunks(shape, scan, last, limits, order.cancel)
      .catch((error: unknown) => {
        if (order.cancel.aborted || isPassing(error)) return null;
        throw error;
      });
    if (plan === null) return { last, ended: false };
    const page: Page = new Page({ ranges: plan.ranges, counted: run.rows.length, limit: order.limit, firstChunkId: 1 });
    const read = new Map<number, Values[]>();
    const failed = await readPage({ source, shape, scan, page, order, read });
    for (const { chunkId, rows, end } of page.accepted) {
      run.rows.push(...(read.get(chunkId) ?? []));
      run.reported += rows;
      last = end ?? last;
    }
    done = plan.done && page.complete;
    if (failed !== null) {
      if (order.cancel.aborted || isPassing(failed)) return { last, ended: false };
      throw failed instanceof Error ? failed : new Error('a chunk failed', { cause: failed });
    }
    if (page.limitReached || order.cancel.aborted) return { last, ended: done };
  }
  return { last, ended: true };
}

interface Reading {
  readonly source: Source;
  readonly shape: TableShape;
  readonly scan: ScanPlan;
  readonly page: Page;
  readonly order: SyncOrder;
  readonly read: Map<number, Values[]>;
}

/** Answers what stopped it; null when the page is complete or its limit reached. */
async function readPage({ source, shape, scan, page, order, read }: Reading): Promise<unknown> {
  const readings = new Map<number, { stop: AbortController; over: Promise<void> }>();
  const stopped: { by: unknown } = { by: null };
  const cancel = (chunkIds: readonly number[]): void => {
    for (const chunkId of chunkIds) readings.get(chunkId)?.stop.abort(new Error('no longer wanted'));
  };
  const start = (): boolean => {
    const dispatch = stopped.by === null && readings.size < order.window ? page.next() : null;
    if (dispatch === null) return false;
    const { chunkId, range, limit } = dispatch;
    const stop = new AbortController();
    const rows: Values[] = [];
    read.set(chunkId, rows);
    const over = source
      .readRange(
        shape,
        scan,
        range,
        limit,
        (row) => void rows.push(shape.columns.map((_, at) => row.text(at))),
        AbortSignal.any([stop.signal, order.cancel]),
      )
      .then(() => {
        const end = rows.length === 0 ? null : pointOf(shape, rows[rows.length - 1] ?? []);
        cancel(page.finish(chunkId, { files: [], rows: rows.length, end }));
      })
      .catch((error: unknown) => {
        if (!page.wants(chunkId)) return;
        stopped.by ??= error;
        cancel(page.cancelAfter(chunkId));
      })
      .finally(() => readings.delete(chunkId));
    readings.set(chunkId, { stop, over });
    return true;
  };
  for (;;) {
    while (start());
    if (readings.size === 0) break;
    await Promise.race([...readings.values()].map(({ over }) => over));
  }
  page.cancelAfter(null);
  return stopped.by;
}

function pointOf(shape: TableShape, row: Values): Point {
  const value = (name: string): string => row[shape.columns.findIndex((column) => column.name === name)] ?? '';
  return { at: shape.cursor === null ? null : value(shape.cursor.name), key: shape.key.map(value) };
}
