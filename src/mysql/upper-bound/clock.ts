// The database's clock: the only one that a bound is made of.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../connection/connection.js';
import { CLOCK } from './upper-bound-sql.js';
import { type Micros, microsOf } from './timestamp.js';

/** UTC. */
export async function clockOf(session: Session): Promise<Micros> {
  const [[now] = []] = await session.rows(CLOCK);
  return microsOf(now ?? '');
}

/** Waits until the database's clock has reached `moment` (UTC). */
export async function waitFor(session: Session, moment: Micros, signal: AbortSignal): Promise<void> {
  for (;;) {
    const left = moment - (await clockOf(session));
    if (left <= 0n) return;
    await sleep(Number(left / 1_000n) + 1, undefined, { signal });
  }
}
