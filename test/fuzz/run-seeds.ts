// Runs histories side by side, each lane on a server of its own, and stops at the first that went wrong.
import { stopTestStack } from '../stack.js';
import { tellHistory, type Verdict } from './history.js';
import type { Options } from './options.js';
import { type HistoryServer, startServer } from './server.js';
import { TAMPERS } from './mutations.js';
import { tellThroughStack } from './whole-stack.js';

/**
 * The zone of each lane's server; a seed always runs in the same lane. Histories that shared a server would hold each
 * other's bounds back, and hide what a broken rule loses.
 */
const LANES = ['UTC', 'UTC', 'UTC', 'Asia/Taipei', 'America/New_York'] as const;

/** The smallest seed that failed, null when all went well. */
export async function runSeeds(options: Options, say: (line: string) => void): Promise<number | null> {
  const failed: number[] = [];
  const lanes = LANES.map((zone, lane) =>
    runLane(
      zone,
      options.seeds.filter((seed) => seed % LANES.length === lane && !isWhole(options, seed)),
      options,
      {
        say,
        failed,
      },
    ),
  );
  try {
    const ended = await Promise.allSettled([...lanes, runWhole(options, { say, failed })]);
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  } finally {
    if (options.wholeStack) await stopTestStack();
  }
  return failed.length === 0 ? null : Math.min(...failed);
}

interface Outcome {
  readonly say: (line: string) => void;
  readonly failed: number[];
}

const isWhole = ({ wholeStack }: Options, seed: number): boolean => wholeStack && seed % 10 === 0;

async function runLane(zone: string, seeds: readonly number[], { sabotage }: Options, outcome: Outcome): Promise<void> {
  const tamper = TAMPERS[sabotage];
  if (tamper === undefined) throw new RangeError(`no sabotage is called ${sabotage}`);
  let server: HistoryServer | null = null;
  try {
    for (const seed of seeds) {
      if (outcome.failed.length > 0) return;
      server ??= await startServer(zone);
      tell(await tellHistory(seed, server, tamper), outcome);
    }
  } finally {
    await server?.end();
  }
}

/** One at a time: a worker, S3 and a warehouse are enough to do beside the lanes. */
async function runWhole(options: Options, outcome: Outcome): Promise<void> {
  for (const seed of options.seeds.filter((one) => isWhole(options, one))) {
    if (outcome.failed.length > 0) return;
    tell(await tellThroughStack(seed), outcome);
  }
}

function tell(verdict: Verdict, { say, failed }: Outcome): void {
  for (const line of told(verdict)) say(line);
  if (verdict.wrong.length > 0) failed.push(verdict.seed);
}

function told({ seed, mode, zone, syncs, rows, wrong, ddl, log }: Verdict): string[] {
  if (wrong.length === 0) return [`seed ${seed}: ${rows} rows by ${syncs} syncs, ${mode}, ${zone}: each row once`];
  const some = wrong.slice(0, 10).map((line) => `  ${line}`);
  const more = wrong.length > 10 ? [`  … and ${wrong.length - 10} more`] : [];
  return [
    `seed ${seed}: ${wrong.length} wrong, of ${rows} rows by ${syncs} syncs, ${mode}, ${zone}`,
    `  ${ddl}`,
    ...some,
    ...more,
    '  the last syncs:',
    ...log.map((line) => `    ${line}`),
  ];
}
