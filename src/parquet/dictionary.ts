// Which text columns a dictionary pays for: on for every column it costs four times the time, on for few values it saves.
import type { ColumnData } from './columns/column.js';

/** Values looked at, spread over the file. */
const LOOK_AT = 500;
/** A prime: even steps would meet values that repeat every so many rows always in the same few places. */
const STRIDE = 7_919;
/** More different values than this among them: the dictionary would cost more than it saves. */
const FEW = 50;

export function wantsDictionary({ type, few, rows, values, offsets }: ColumnData): boolean {
  if (type.kind !== 'string' || offsets === null) return false;
  if (few) return true;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const looks = Math.min(rows, LOOK_AT);
  const seen = new Set<string>();
  for (let look = 0; look < looks; look++) {
    const row = (look * STRIDE) % rows;
    seen.add(bytes.toString('latin1', offsets[row], offsets[row + 1]));
    if (seen.size > FEW) return false;
  }
  // Hardly a repetition: nothing to save.
  return seen.size * 4 <= looks;
}
