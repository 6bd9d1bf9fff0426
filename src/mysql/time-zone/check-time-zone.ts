// Refuses a DATETIME cursor whose values tell of another zone than the one it is compared in.
import type { TableShape } from '../../contract/table-shape.js';
import { clockOf } from '../upper-bound/clock.js';
import { SourceRefused } from '../errors.js';
import type { UpperBoundContext } from '../upper-bound/context.js';
import type { Session } from '../connection/connection.js';
import { newestValue } from '../upper-bound/upper-bound-sql.js';
import { lastWrite } from '../schema/introspect-sql.js';
import { type Micros, microsOf } from '../upper-bound/timestamp.js';
import { timeZoneMismatch } from './time-zone-mismatch.js';

/** The cursor's newest value in its own zone; null when there is no row, or the value is no time. */
export async function newestStamp(session: Session, shape: TableShape): Promise<Micros | null> {
  if (shape.cursor === null || shape.cursor.zoned) return null;
  const [[newest = null] = []] = await session.rows(newestValue({ by: 'cursor', shape }));
  return moment(newest);
}

export async function checkZone(
  { session, shape }: UpperBoundContext,
  { offset, before, bound }: { offset: Micros; before: Micros | null; bound: Micros },
): Promise<void> {
  if (shape.cursor === null || shape.cursor.zoned) return;
  const after = await newestStamp(session, shape);
  const now = (await clockOf(session)) + offset;
  const [[last = null] = []] = await session.rows(lastWrite(shape.table));
  const wrote = moment(last);
  const written = wrote === null ? null : wrote + offset;
  const minutes = Number(offset / 60_000_000n);
  const why = timeZoneMismatch({ now, bound, before, after, written, minutes });
  if (why === null) return;
  throw new SourceRefused('OtherZone', shape.table, `the cursor ${shape.cursor.name} runs in another zone? ${why}`);
}

function moment(text: string | null): Micros | null {
  if (text === null) return null;
  try {
    return microsOf(text);
  } catch {
    return null;
  }
}
