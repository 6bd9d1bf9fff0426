// Source of counts: MySQL.
import type { Watermark } from '../../contract/watermark.js';
import { ask, type Asked, NOT_PROBED } from '../probe-result.js';

export interface SourceCounter {
  /** Null: there is none, and nothing was read. */
  count(watermark: Watermark | null): Promise<SourceCount>;
}

export interface SourceCount {
  readonly rows: number;
  /** Rows that a run would read if it began now. */
  readonly past: number;
}

export async function countSource(
  source: SourceCounter | null,
  watermark: Watermark | null,
): Promise<Asked<SourceCount>> {
  if (source === null) return NOT_PROBED;
  return ask(() => source.count(watermark));
}
