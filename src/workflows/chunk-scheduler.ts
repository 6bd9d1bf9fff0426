// The decisions of one page of key ranges: what to read next, what to accept, what a row limit allows. Pure: no Temporal, no time.
//
// Chunks run side by side, but only a gapless prefix of the page is ever accepted. The row limit is exact: a range is read
// whole only if every row planned up to its end fits; the range across the limit is read alone, after everything before it.
import type { ChunkResult } from '../contract/files.js';
import type { KeyRange } from '../contract/position.js';

type Slot =
  | { readonly state: 'planned' }
  | { readonly state: 'inFlight'; readonly ticket: number; readonly limit: number | null }
  | { readonly state: 'done'; readonly limit: number | null; readonly result: ChunkResult; readonly ticket: number };

interface Entry {
  range: KeyRange;
  slot: Slot;
}

/** A range to read now: whole (limit null) or at most `limit` rows of it. `ticket` names this reading of it. */
export interface Dispatch {
  readonly ticket: number;
  readonly range: KeyRange;
  readonly limit: number | null;
}

export interface Accepted extends ChunkResult {
  readonly ticket: number;
}

export class Page {
  private readonly entries: Entry[];
  private readonly acceptedChunks: Accepted[] = [];
  private head = 0;
  private nextTicket: number;
  private rowLimit: number | null;
  /** Rows accepted in the run, earlier pages included. */
  private countedRows: number;
  private discarded = 0;

  constructor(start: { ranges: readonly KeyRange[]; counted: number; limit: number | null; firstTicket: number }) {
    this.entries = start.ranges.map((range) => ({ range, slot: { state: 'planned' } }));
    this.countedRows = start.counted;
    this.rowLimit = start.limit;
    this.nextTicket = start.firstTicket;
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
  /** The ticket after the last one given out: where the next page goes on. */
  get lastTicket(): number {
    return this.nextTicket;
  }
  get limitReached(): boolean {
    return this.rowLimit !== null && this.countedRows >= this.rowLimit;
  }
  /** Every row of every range of the page is accepted. */
  get complete(): boolean {
    return this.head === this.entries.length;
  }

  /** Whether the reading under this ticket is still wanted. */
  wants(ticket: number): boolean {
    return this.entries.some(({ slot }) => slot.state === 'inFlight' && slot.ticket === ticket);
  }

  /** The next range to read, or null when nothing may be started now (all given out, limit reached, or wait for the head). */
  next(): Dispatch | null {
    if (this.limitReached) return null;
    let before = this.countedRows;
    for (let i = this.head; i < this.entries.length; i += 1) {
      const entry = this.entry(i);
      if (entry.slot.state !== 'planned') {
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
   * Answers the tickets of readings that no longer fit, to be cancelled.
   */
  settle(ticket: number, result: ChunkResult): number[] {
    const entry = this.entries.find(({ slot }) => slot.state === 'inFlight' && slot.ticket === ticket);
    if (entry?.slot.state !== 'inFlight') {
      this.discarded += result.files.length;
      return [];
    }
    entry.slot = { state: 'done', ticket, limit: entry.slot.limit, result };
    return this.acceptHead();
  }

  /** Changes the limit. Answers the tickets of readings that no longer fit, to be cancelled. */
  setLimit(limit: number | null): number[] {
    this.rowLimit = limit;
    return this.dropBeyondLimit();
  }

  /** Gives up everything that is not accepted, from this ticket's range on (null: all). Answers the tickets to cancel. */
  abandonAfter(ticket: number | null): number[] {
    const from =
      ticket === null ? this.head : this.entries.findIndex(({ slot }) => 'ticket' in slot && slot.ticket === ticket);
    return from < 0 ? [] : this.drop(from);
  }

  private give(entry: Entry, limit: number | null): Dispatch {
    const ticket = this.nextTicket;
    this.nextTicket += 1;
    entry.slot = { state: 'inFlight', ticket, limit };
    return { ticket, range: entry.range, limit };
  }

  private acceptHead(): number[] {
    while (this.head < this.entries.length) {
      const { range, slot } = this.entry(this.head);
      if (slot.state !== 'done') break;
      // The range grew between planning and reading: it is read again, with LIMIT.
      if (this.rowLimit !== null && this.countedRows + slot.result.rows > this.rowLimit) break;
      this.countedRows += slot.result.rows;
      this.acceptedChunks.push({ ...slot.result, ticket: slot.ticket });
      if (slot.limit !== null && slot.result.rows >= slot.limit && slot.result.end !== null) {
        const rest = { after: slot.result.end, upTo: range.upTo, rows: Math.max(range.rows - slot.result.rows, 0) };
        this.entries.splice(this.head + 1, 0, { range: rest, slot: { state: 'planned' } });
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
      if (entry.slot.state === 'inFlight') cancelled.push(entry.slot.ticket);
      if (entry.slot.state === 'done') {
        this.discarded += entry.slot.result.files.length;
        // From now on it counts as what it was: planned as before, it would be read whole and dropped again for ever.
        entry.range = { ...entry.range, rows: entry.slot.result.rows };
      }
      entry.slot = { state: 'planned' };
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
function plannedRows({ range, slot }: Entry): number {
  return slot.state === 'done' ? slot.result.rows : range.rows;
}

/** Rows that the range's reading may bring, as far as is known. */
function rowsAtMost(entry: Entry): number {
  const { slot } = entry;
  return slot.state === 'inFlight' && slot.limit !== null ? slot.limit : plannedRows(entry);
}
