// Joins a stack that another process, or an earlier call, has started or is just starting.
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalStackError } from './failure.js';
import { isRunning, signalProcess, type ProcessIdentity } from './processes/process-identity.js';
import type { Stack } from './stack-options.js';
import { readState } from './state/state.js';
import { logPath, readStatus, statusOf } from './status.js';

// Longer than any server's own limit: programs may have to be installed first.
const limitMs = 900_000;

export async function attach(dir: string, holder: ProcessIdentity, signal?: AbortSignal): Promise<Stack> {
  const until = Date.now() + limitMs;
  for (;;) {
    const state = readState(dir);
    if (state?.phase === 'up' && state.supervisor?.startedAt === holder.startedAt) break;
    if (!isRunning(holder) || signal?.aborted === true || Date.now() > until)
      throw new LocalStackError(
        `The stack in ${dir} was being started by process ${holder.pid}, but did not come up. Log: ${logPath(dir, 'supervisor')}`,
      );
    await sleep(100);
  }
  const notOurs = (): Promise<never> =>
    Promise.reject(new LocalStackError(`The stack in ${dir} belongs to process ${holder.pid}: it alone can do that.`));
  return {
    get status() {
      const state = readState(dir);
      if (state === undefined) throw new LocalStackError(`The stack in ${dir} is gone.`);
      return statusOf(dir, state);
    },
    alreadyUp: true,
    stopServer: notOurs,
    startServer: notOurs,
    revive: () => revive(dir, holder),
    stop: () => Promise.resolve(),
  };
}

// The owner starts what has died; here it is only asked, and waited for.
async function revive(dir: string, holder: ProcessIdentity): Promise<void> {
  if (readStatus(dir)?.up === true) return;
  // A process that doesn't expect the signal would be ended by it.
  if (readState(dir)?.revivable !== true)
    throw new LocalStackError(
      `The stack in ${dir} isn't whole, and process ${holder.pid}, which owns it, won't start it.`,
    );
  signalProcess(holder, 'SIGUSR2');
  const until = Date.now() + 120_000;
  for (;;) {
    await sleep(200);
    if (readStatus(dir)?.up === true) return;
    const state = readState(dir);
    if (state?.phase === 'up' && state.problem !== undefined) throw new LocalStackError(state.problem);
    if (!isRunning(holder) || Date.now() > until)
      throw new LocalStackError(`The stack in ${dir} isn't whole again. Log: ${logPath(dir, 'supervisor')}`);
  }
}
