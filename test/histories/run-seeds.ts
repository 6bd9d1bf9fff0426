// Runs histories side by side on servers in three zones, and stops at the first that went wrong.
import { tellHistory, type Verdict } from './history.js';
import type { Options } from './options.js';
import { type HistoryServer, startServer } from './server.js';
import { TAMPERS } from './tamper.js';
import { stopTestStack } from '../stack.js';
import { tellThroughStack } from './whole-stack.js';

/** Every fifth seed runs where the server's own zone is not UTC. */
const ZONES = ['UTC', 'UTC', 'UTC', 'Asia/Taipei', 'America/New_York'] as const;

/** The smallest seed that failed, null when all went well. Servers are started when a seed first needs them. */
export async function runSeeds(
  { seeds, sabotage, atOnce, wholeStack }: Options,
  say: (line: string) => void,
): Promise<number | null> {
  const tamper = TAMPERS[sabotage];
  if (tamper === undefined) throw new RangeError(`no sabotage is called ${sabotage}`);
  const servers = new Map<string, Promise<HistoryServer>>();
  const serverFor = (seed: number): Promise<HistoryServer> => {
    const zone = ZONES[seed % ZONES.length] ?? 'UTC';
    const known = servers.get(zone) ?? startServer(zone);
    servers.set(zone, known);
    return known;
  };
  const waiting = [...seeds];
  const failed: number[] = [];
  const worker = async (): Promise<void> => {
    for (let seed = waiting.shift(); seed !== undefined && failed.length === 0; seed = waiting.shift()) {
      const whole = wholeStack && seed % 10 === 0;
      const verdict = whole ? await tellThroughStack(seed) : await tellHistory(seed, await serverFor(seed), tamper);
      for (const line of told(verdict)) say(line);
      if (verdict.wrong.length > 0) failed.push(seed);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, worker));
  } finally {
    for (const server of servers.values()) await (await server).end();
    if (wholeStack) await stopTestStack();
  }
  return failed.length === 0 ? null : Math.min(...failed);
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
