// The plainest target there is: rows by key in merge, a list in append; and what a load makes of each row, as the ledger counts it.
import type { LoadMode } from '../../src/contract/run-settings.js';

/** Values as MySQL prints them, in column order. */
export type Values = readonly (string | null)[];

export interface Split {
  inserted: number;
  updated: number;
  reapplied: number;
  stale: number;
  superseded: number;
}

export class PlainTarget {
  readonly rows = new Map<string, Values>();
  readonly appended: Values[] = [];
  private readonly mode: LoadMode;
  private readonly keyAt: readonly number[];
  private readonly cursorAt: number | null;

  constructor(mode: LoadMode, keyAt: readonly number[], cursorAt: number | null) {
    this.mode = mode;
    this.keyAt = keyAt;
    this.cursorAt = cursorAt;
  }

  keyOf(row: Values): string {
    return JSON.stringify(this.keyAt.map((at) => row[at]));
  }

  /** Loads what one manifest holds. */
  load(rows: readonly Values[]): Split {
    const split: Split = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0 };
    if (this.mode === 'append') {
      this.appended.push(...rows);
      split.inserted = rows.length;
      return split;
    }
    const newest = new Map<string, Values>();
    for (const row of rows) {
      const key = this.keyOf(row);
      const other = newest.get(key);
      if (other !== undefined) split.superseded += 1;
      if (other === undefined || this.cursorOf(row) >= this.cursorOf(other)) newest.set(key, row);
    }
    for (const [key, row] of newest) {
      const held = this.rows.get(key);
      if (held === undefined) split.inserted += 1;
      else if (this.cursorOf(held) > this.cursorOf(row)) split.stale += 1;
      else if (this.cursorOf(held) === this.cursorOf(row)) split.reapplied += 1;
      else split.updated += 1;
      if (held === undefined || this.cursorOf(held) <= this.cursorOf(row)) this.rows.set(key, row);
    }
    return split;
  }

  /** What differs from the source, in a few lines; empty when nothing does. */
  differences(source: readonly Values[]): string[] {
    const loaded = this.mode === 'append' ? this.appended : [...this.rows.values()];
    const count = (rows: readonly Values[]): Map<string, number> => {
      const counts = new Map<string, number>();
      for (const row of rows) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
      return counts;
    };
    const [is, was] = [count(source), count(loaded)];
    const missing = [...is].filter(([row, n]) => (was.get(row) ?? 0) < n).map(([row]) => `missing ${row}`);
    const extra = [...was].filter(([row, n]) => (is.get(row) ?? 0) < n).map(([row, n]) => `loaded ${n} times ${row}`);
    return [...missing, ...extra];
  }

  private cursorOf(row: Values): string {
    return this.cursorAt === null ? '' : (row[this.cursorAt] ?? '');
  }
}
