// Ends the stack of a folder from outside: its supervisor, and whatever of its servers outlived one.
import { lockHolder } from './state/lock-file.js';
import { endProcess, isRunning } from './processes/process-identity.js';
import { readState } from './state/state.js';

// The supervisor gives each server 20 s to put its data away.
const supervisorTimeoutMs = 45_000;

/** Resolves to false when nothing was running. Only processes whose start time is the recorded one are touched. */
export async function stopStack(dir: string): Promise<boolean> {
  const holder = lockHolder(dir);
  if (holder !== undefined) await endProcess(holder, { timeoutMs: supervisorTimeoutMs });
  const left = Object.values(readState(dir)?.servers ?? {}).filter(isRunning);
  await Promise.all(left.map((identity) => endProcess(identity)));
  return holder !== undefined || left.length > 0;
}
