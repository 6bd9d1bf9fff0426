// Compares the rows of a range, as they are read, with those of the last run. By key alone; the worker never orders keys.
import { HASH_BYTES, type KeyedRow, keyOf, rowEnd, RowsBuffer } from '../../s3/range-map/range-rows.js';

/** Rows of the range as they are now, to be written as an object of the next map. */
export interface Piece {
  readonly body: Buffer;
  /** Key of its last row, as MySQL sent it. */
  readonly last: readonly Buffer[];
}

export class RangeDiff {
  private readonly held: Buffer;
  private readonly keyColumns: number;
  private readonly now = new RowsBuffer();
  /** How far both have been the same, row by row. */
  private same = 0;
  /** Set at the first difference: where the rows of the last run begin that were not met yet, by key. */
  private unmet: Map<string, number> | null = null;
  /** Ends of the rows that are kept. */
  private ends: number[] = [];

  /** `held`: the rows of the last run, in the order in which they were read. */
  constructor(held: Buffer, keyColumns: number) {
    this.held = held;
    this.keyColumns = keyColumns;
  }

  /** Rows added and not taken. */
  get rows(): number {
    return this.now.rows;
  }

  /** No row added differs, and none of the last run's is missing. */
  get unchanged(): boolean {
    return this.unmet === null && this.same === this.held.length;
  }

  /** Whether the row is new or differs. */
  add(hash: Int32Array, row: KeyedRow, key: readonly number[]): boolean {
    const { held, now } = this;
    const at = now.add(hash, row, key);
    this.ends.push(now.length);
    if (this.unmet === null) {
      const end = this.same + now.length - at;
      // A row tells its own length, so one that begins alike and is as long is the same.
      if (end <= held.length && areSame(now.bytes, at, now.length, held, this.same)) {
        this.same = end;
        return false;
      }
      this.unmet = this.rest();
    }
    const name = now.bytes.toString('latin1', at + HASH_BYTES, now.length);
    const before = this.unmet.get(name);
    if (before === undefined) return true;
    this.unmet.delete(name);
    return now.bytes.compare(held, before, before + HASH_BYTES, at, at + HASH_BYTES) !== 0;
  }

  /** Keys of the last run that no row had; asked when all are added. */
  *gone(): Iterable<Buffer[]> {
    for (const at of (this.unmet ?? this.rest()).values()) yield keyOf(this.held, at, this.keyColumns);
  }

  /** The first `rows` rows; later ones are compared as before. */
  take(rows: number): Piece {
    const length = this.ends[rows - 1] ?? 0;
    const last = this.ends[rows - 2] ?? 0;
    this.ends = this.ends.slice(rows).map((end) => end - length);
    const body = this.now.take(rows, length);
    return { body, last: keyOf(body, last, this.keyColumns) };
  }

  private rest(): Map<string, number> {
    const rest = new Map<string, number>();
    for (let at = this.same; at < this.held.length;) {
      const end = rowEnd(this.held, at, this.keyColumns);
      rest.set(this.held.toString('latin1', at + HASH_BYTES, end), at);
      at = end;
    }
    return rest;
  }
}

/** A loop: for the few bytes of a row a call of the runtime takes longer. */
function areSame(bytes: Buffer, from: number, to: number, others: Buffer, at: number): boolean {
  for (let i = from, j = at; i < to; i++, j++) if (bytes[i] !== others[j]) return false;
  return true;
}
