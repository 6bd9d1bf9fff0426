// Source of counts: MySQL.
import type { Position } from '../../contract/position.js';
import type { Watermark } from '../../contract/watermark.js';
import { ask, type Asked, NOT_PROBED } from '../probe-result.js';

export interface SourceCounter {
  countRows(): Promise<number>;
  /** Rows that a run from `position` on would read if it began now. */
  rowsPast(position: Position): Promise<number>;
}

export interface SourceCount {
  readonly rows: number;
  readonly past: number;
}

export async function countSource(
  source: SourceCounter | null,
  watermark: Watermark | null,
): Promise<Asked<SourceCount>> {
  if (source === null) return NOT_PROBED;
  return ask(async () => {
    const rows = await source.countRows();
    return { rows, past: await source.rowsPast(watermark?.position ?? { kind: 'none' }) };
  });
}
