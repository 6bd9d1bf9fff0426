// The ways a load dies in the matrix, and the load that goes on after each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from '../../src/contract/sync-result.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import type { ArmedFault } from '../../packages/redshift-emulator/src/faults/faults.js';
import type { Boundary } from './boundaries.js';
import { LOADER, type Lane } from './matrix-worker.js';
import type { LoadOrders } from './load-child.js';

export type Moment = 'before' | 'during' | 'after';
export type Who = 'connection' | 'worker' | 'zombie';

export interface Death {
  readonly who: Who;
  readonly moment: Moment;
}

/** What came of it; `fault` must have struck once. */
export interface Outcome {
  readonly results: readonly LoadResult[];
  readonly fault: ArmedFault;
}

export function die(lane: Lane, request: LoadRequest, death: Death, { place, nth }: Boundary): Promise<Outcome> {
  const { who, moment } = death;
  const where = moment === 'during' ? 'in COPY after 1 file' : `${moment} ${place} #${nth}`;
  if (who === 'connection') return loseConnection(lane, request, `drop ${where} of ${LOADER}`);
  if (who === 'worker') return killWorker(lane, request, `hold ${where} of ${LOADER}`);
  return raceZombie(lane, request, `hold ${where} of ${LOADER}`);
}

async function loseConnection(lane: Lane, request: LoadRequest, text: string): Promise<Outcome> {
  const fault = lane.faults.arm(text);
  return { results: [await lane.loadUntilDone(request)], fault };
}

/** SIGKILL, while the server or the answer is held: no handler runs, nothing is said goodbye to. */
async function killWorker(lane: Lane, request: LoadRequest, text: string): Promise<Outcome> {
  const fault = lane.faults.arm(text);
  const script = fileURLToPath(new URL('./load-child.js', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const orders: LoadOrders = { config: lane.config, request };
  child.stdin.end(JSON.stringify(orders));
  await Promise.race([fault.reached, ended]);
  child.kill('SIGKILL');
  await ended;
  lane.faults.clear();
  return { results: [await lane.loadUntilDone(request)], fault };
}

/** An attempt thought dead is alive when its successor asks the same ledger; both go on at once. */
async function raceZombie(lane: Lane, request: LoadRequest, text: string): Promise<Outcome> {
  const fault = lane.faults.arm(text);
  const zombie = lane.loadUntilDone(request);
  await Promise.race([fault.reached, zombie]);
  const asked = lane.faults.arm(`hold before LOCK ledger of ${LOADER}`);
  const successor = lane.loadUntilDone(request);
  await Promise.race([asked.reached, successor]);
  lane.faults.clear();
  const ends = await Promise.allSettled([zombie, successor]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { results: await Promise.all([zombie, successor]), fault };
}
