// Drives a Page as the workflow does, over ranges whose real rows differ from the planned ones, and holds it to its promises.
import assert from 'node:assert/strict';
import type { ChunkResult } from '../../../src/contract/files.js';
import type { KeyRange } from '../../../src/contract/position.js';
import { type Dispatch, Page } from '../../../src/workflows/chunk-scheduler.js';

export interface RangeCounts {
  readonly planned: number;
  readonly actual: number;
}

/** Ids that a range may have: its rows are the first of them. */
const WIDTH = 1_000;

export class PageModel {
  readonly page: Page;
  readonly dispatches: Dispatch[] = [];
  readonly reading: Dispatch[] = [];
  /** A reading ended with an error, or the run was cancelled: nothing starts any more. */
  stopped = false;
  /** Where the first gap is: the smallest start of a range whose wanted reading failed. */
  gapAfter: number | null = null;
  private readonly cancelled = new Set<number>();
  private readonly ids: readonly number[];
  private readonly already: number;
  private readonly window: number;
  private filesReturned = 0;
  private limit: number | null;

  constructor(ranges: readonly RangeCounts[], already: number, limit: number | null, window: number) {
    this.ids = ranges.flatMap(({ actual }, i) => Array.from({ length: actual }, (_, row) => i * WIDTH + row));
    this.already = already;
    this.limit = limit;
    this.window = window;
    const range = ({ planned }: RangeCounts, i: number): KeyRange => ({
      after: point(i * WIDTH - 1),
      upTo: i === ranges.length - 1 ? null : point((i + 1) * WIDTH - 1),
      rows: planned,
    });
    this.page = new Page({ ranges: ranges.map(range), counted: already, limit, firstChunkId: 1 });
  }

  get total(): number {
    return this.already + this.ids.length;
  }

  /** Starts the next reading if the window, a failure and the page allow it. */
  start(): boolean {
    if (this.stopped || this.reading.length >= this.window) return false;
    const dispatch = this.page.next();
    if (dispatch === null) return false;
    this.checkDispatch(dispatch);
    this.reading.push(dispatch);
    this.dispatches.push(dispatch);
    assert.ok(this.dispatches.length < 2_000, 'reads the same again and again');
    return true;
  }

  /** Ends a reading: with its result, or, when it was cancelled, also without. */
  finish(nth: number, withResult: boolean): void {
    const dispatch = this.take(nth);
    if (dispatch === undefined) return;
    if (this.cancelled.has(dispatch.chunkId) && !withResult) return;
    const result = this.read(dispatch);
    this.filesReturned += result.files.length;
    const before = this.page.counted;
    this.cancel(this.page.finish(dispatch.chunkId, result));
    if (this.limit !== null && this.page.counted > before) assert.ok(this.page.counted <= this.limit, 'over the limit');
    this.check();
  }

  /** Ends a reading with an error. */
  fail(nth: number): void {
    const dispatch = this.take(nth);
    if (dispatch === undefined || !this.page.wants(dispatch.chunkId)) return;
    this.stopped = true;
    this.gapAfter = Math.min(this.gapAfter ?? Infinity, idOf(dispatch.range.after));
    this.cancel(this.page.cancelAfter(dispatch.chunkId));
    this.check();
  }

  /** Answers what the update would. */
  setLimit(limit: number | null): number | null {
    this.limit = limit;
    this.cancel(this.page.setLimit(limit));
    this.check();
    if (limit !== null) this.checkFits(limit);
    return limit === null ? null : Math.max(limit, this.page.counted);
  }

  /** Lets everything end: readings in the order that `pick` says, new ones as the page gives them. */
  drain(pick: (count: number) => number): void {
    for (;;) {
      while (this.start());
      if (this.reading.length === 0) break;
      this.finish(pick(this.reading.length), pick(2) === 1);
    }
    this.page.cancelAfter(null);
    this.check();
    const accepted = this.page.accepted.reduce((sum, { files }) => sum + files.length, 0);
    assert.equal(this.filesReturned, accepted + this.page.discardedFiles, 'a file is neither accepted nor discarded');
  }

  get acceptedIds(): number[] {
    return this.page.accepted.flatMap(({ files }) => files.flatMap(({ key }) => JSON.parse(key) as number[]));
  }

  /** How many readings were cancelled. */
  get cancels(): number {
    return this.cancelled.size;
  }

  /** Ids of all ranges that were started. */
  get idsStarted(): number[] {
    const end = Math.max(
      -1,
      ...this.dispatches.map(({ range }) => (range.upTo === null ? Infinity : idOf(range.upTo))),
    );
    return this.ids.filter((id) => id <= end);
  }

  /** Ids before the gap that the first failed reading left. */
  get idsBeforeGap(): number[] {
    return this.ids.filter((id) => this.gapAfter === null || id <= this.gapAfter);
  }

  private check(): void {
    const ids = this.acceptedIds;
    assert.deepEqual(ids, this.ids.slice(0, ids.length), 'the accepted rows are no gapless prefix in order');
    assert.equal(this.page.counted, this.already + ids.length, 'counted is not what was accepted');
  }

  /** The design's rule: a range is read whole only if everything planned up to its end fits; the rest is read alone. */
  private checkDispatch({ range, limit, chunkId }: Dispatch): void {
    if (this.limit === null) {
      assert.equal(limit, null);
      return;
    }
    const before = this.plannedBefore(idOf(range.after), chunkId);
    if (limit === null) {
      assert.ok(before + range.rows <= this.limit, 'started a range that does not fit under the limit');
    } else {
      assert.equal(before, this.page.counted, 'the rest was not read after everything before it');
      assert.equal(limit, this.limit - this.page.counted, 'the rest is not what is missing to the limit');
    }
  }

  /** After a change of the limit no reading is wanted that would cross it. */
  private checkFits(limit: number): void {
    for (const { chunkId, range, limit: part } of this.reading.filter((d) => this.page.wants(d.chunkId))) {
      assert.ok(
        this.plannedBefore(idOf(range.after), chunkId) + (part ?? range.rows) <= limit,
        'a reading beyond the limit',
      );
    }
  }

  /** Rows accepted, and planned in the wanted readings before `start`. */
  private plannedBefore(start: number, chunkId: number): number {
    const before = this.reading.filter(
      (other) => other.chunkId !== chunkId && this.page.wants(other.chunkId) && idOf(other.range.after) < start,
    );
    return before.reduce((sum, { range }) => sum + range.rows, this.page.counted);
  }

  private cancel(chunkIds: readonly number[]): void {
    for (const chunkId of chunkIds) this.cancelled.add(chunkId);
  }

  private read({ range, limit }: Dispatch): ChunkResult {
    const upTo = range.upTo === null ? Infinity : idOf(range.upTo);
    const rows = this.ids.filter((id) => id > idOf(range.after) && id <= upTo).slice(0, limit ?? undefined);
    if (rows.length === 0) return { files: [], rows: 0, end: null };
    const half = Math.ceil(rows.length / 2);
    const parts = rows.length > 6 ? [rows.slice(0, half), rows.slice(half)] : [rows];
    const files = parts.map((ids) => ({ key: JSON.stringify(ids), rows: ids.length, bytes: 1, sha256: '' }));
    return { files, rows: rows.length, end: point(rows.at(-1)!) };
  }

  private take(nth: number): Dispatch | undefined {
    return this.reading.splice(nth % Math.max(this.reading.length, 1), 1)[0];
  }
}

const point = (id: number) => ({ at: null, key: [String(id)] });
const idOf = (at: KeyRange['after']): number => (at === null ? -1 : Number(at.key[0]));
