// Schedules one batch of key ranges: what to read next, what to accept, what a row limit allows. Knows no Temporal and no time.
//
// Chunks run side by side, but only a gapless prefix of the page is ever accepted. The row limit is exact: a range is read
// whole only if every row planned up to its end fits; the range across the limit is read alone, after everything before it.
import type { ChunkResult } from '../contract/files.js';
import type { KeyRange } from '../contract/position.js';

type ChunkState =
  | { readonly state: 'planned' }
  | { readonly state: 'inFlight'; readonly chunkId: number; readonly limit: number | null }
  | { readonly state: 'done'; readonly limit: number | null; readonly result: ChunkResult; readonly chunkId: number };

interface Entry {
  range: KeyRange;
  chunkState: ChunkState;
}

/** A range to read now: whole (limit null) or at most `limit` rows of it. `chunkId` names this read of it. */
export interface Dispatch {
  readonly chunkId: number;
  readonly range: KeyRange;
  readonly limit: number | null;
}

export interface Accepted extends ChunkResult {
  readonly chunkId: number;
}

export class Page {
  private readonly entries: Entry[];
  private readonly acceptedChunks: Accepted[] = [];
  private head = 0;
  private nextChunkId: number;
  private rowLimit: number | null;
  /** Rows accepted in the run, earlier pages included. */
  private countedRows: number;
  private discarded = 0;

  constructor(start: { ranges: readonly KeyRange[]; counted: number; limit: number | null; firstChunkId: number }) {
    this.entries = start.ranges.map((range) => ({ range, chunkState: { state: 'planned' } }));
    this.countedRows = start.counted;
    this.rowLimit = start.limit;
    this.nextChunkId = start.firstChunkId;
  }

  get counted(): number {
    return this.countedRows;
  }
  get accepted(): readonly Accepted[] {
    return this.acceptedChunks;
  }
  get discardedFiles(): number {
    return this.discarded;
  }
  /** The chunk id after the last one used: where the next batch continues. */
  get lastChunkId(): number {
    return this.nextChunkId;
  }
  get limitReached(): boolean {
    return this.rowLimit !== null && this.countedRows >= this.rowLimit;
  }
  /** Every row of every range of the page is accepted. */
  get complete(): boolean {
    return this.head === this.entries.length;
  }

  /** Whether the read under this chunk id is still wanted. */
  wants(chunkId: number): boolean {
    return this.entries.some(({ chunkState }) => chunkState.state === 'inFlight' && chunkState.chunkId === chunkId);
  }

  /** The next range to read, or null when nothing may be started now (all given out, limit reached, or wait for the head). */
  next(): Dispatch | null {
    if (this.limitReached) return null;
    let before = this.countedRows;
    for (let i = this.head; i < this.entries.length; i += 1) {
      const entry = this.entry(i);
      if (entry.chunkState.state !== 'planned') {
        before += plannedRows(entry);
        continue;
      }
      if (this.rowLimit === null || before + entry.range.rows <= this.rowLimit) return this.give(entry, null);
      return i === this.head ? this.give(entry, this.rowLimit - this.countedRows) : null;
    }
    return null;
  }

  /**
   * Takes the result of a reading; one that is no longer wanted only counts as discarded.
   * Returns the chunk ids of reads that no longer fit, to be cancelled.
   */
  finish(chunkId: number, result: ChunkResult): number[] {
    const entry = this.entries.find(
      ({ chunkState }) => chunkState.state === 'inFlight' && chunkState.chunkId === chunkId,
    );
    if (entry?.chunkState.state !== 'inFlight') {
      this.discarded += result.files.length;
      return [];
    }
    entry.chunkState = { state: 'done', chunkId, limit: entry.chunkState.limit, result };
    return this.acceptHead();
  }

  /** Changes the limit. Returns the chunk ids of reads that no longer fit, to be cancelled. */
  setLimit(limit: number | null): number[] {
    this.rowLimit = limit;
    return this.dropBeyondLimit();
  }

  /** Gives up everything that is not accepted, from this chunk's range on (null: all). Returns the chunk ids to cancel. */
  cancelAfter(chunkId: number | null): number[] {
    const from =
      chunkId === null
        ? this.head
        : this.entries.findIndex(({ chunkState }) => 'chunkId' in chunkState && chunkState.chunkId === chunkId);
    return from < 0 ? [] : this.drop(from);
  }

  private give(entry: Entry, limit: number | null): Dispatch {
    const chunkId = this.nextChunkId;
    this.nextChunkId += 1;
    entry.chunkState = { state: 'inFlight', chunkId, limit };
    return { chunkId, range: entry.range, limit };
  }

  private acceptHead(): number[] {
    while (this.head < this.entries.length) {
      const { range, chunkState } = this.entry(this.head);
      if (chunkState.state !== 'done') break;
      // The range grew between planning and reading: it is read again, with LIMIT.
      if (this.rowLimit !== null && this.countedRows + chunkState.result.rows > this.rowLimit) break;
      this.countedRows += chunkState.result.rows;
      this.acceptedChunks.push({ ...chunkState.result, chunkId: chunkState.chunkId });
      if (chunkState.limit !== null && chunkState.result.rows >= chunkState.limit && chunkState.result.end !== null) {
        const rest = {
          after: chunkState.result.end,
          upTo: range.upTo,
          rows: Math.max(range.rows - chunkState.result.rows, 0),
        };
        this.entries.splice(this.head + 1, 0, { range: rest, chunkState: { state: 'planned' } });
      }
      this.head += 1;
    }
    return this.dropBeyondLimit();
  }

  private dropBeyondLimit(): number[] {
    if (this.rowLimit === null) return [];
    let before = this.countedRows;
    for (let i = this.head; i < this.entries.length; i += 1) {
      const entry = this.entry(i);
      if (before + rowsAtMost(entry) > this.rowLimit) return this.drop(i);
      before += plannedRows(entry);
    }
    return [];
  }

  /** Puts every range from index `from` on back to planned; results already there are discarded, readings to be cancelled. */
  private drop(from: number): number[] {
    const cancelled: number[] = [];
    for (const entry of this.entries.slice(from)) {
      if (entry.chunkState.state === 'inFlight') cancelled.push(entry.chunkState.chunkId);
      if (entry.chunkState.state === 'done') {
        this.discarded += entry.chunkState.result.files.length;
        // From now on it counts as what it was: planned as before, it would be read whole and dropped again for ever.
        entry.range = { ...entry.range, rows: entry.chunkState.result.rows };
      }
      entry.chunkState = { state: 'planned' };
    }
    return cancelled;
  }

  private entry(index: number): Entry {
    const entry = this.entries[index];
    if (entry === undefined) throw new RangeError(`page has no range ${index}`);
    return entry;
  }
}

/** Rows a range counts for while later ones wait on it: those read, else all that were planned, read with a LIMIT or not. */
function plannedRows({ range, chunkState }: Entry): number {
  return chunkState.state === 'done' ? chunkState.result.rows : range.rows;
}

/** Rows that the range's reading may bring, as far as is known. */
function rowsAtMost(entry: Entry): number {
  const { chunkState } = entry;
  return chunkState.state === 'inFlight' && chunkState.limit !== null ? chunkState.limit : plannedRows(entry);
}
