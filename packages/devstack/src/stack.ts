// Starts a whole stack in a folder, from this process: its servers live as long as this process, and no longer.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { attach } from './attach.js';
import { takeLock } from './state/lock-file.js';
import { configPath, configText } from './state/config-file.js';
import { sentenceOf } from './failure.js';
import { ServerGroup } from './processes/server-group.js';
import { makeFolder, requireNoData, requireSource, stackContextOf } from './prepare-stack.js';
import { choosePorts } from './processes/ports.js';
import { endProcess, identityOf } from './processes/process-identity.js';
import { makeSecrets } from './state/secrets.js';
import type { Stack, StackOptions } from './stack-options.js';
import { readState, writePrivately, writeState, type StackState } from './state/state.js';
import { askSource } from './services/source-server.js';
import { sourceName, statusOf } from './status.js';

export type { Stack, StackOptions } from './stack-options.js';

/** Starts every server and waits until each serves; when one can't, ends the others and says why in one sentence. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  makeFolder(dir);
  const { holder, release } = takeLock(dir);
  if (holder !== undefined) {
    const stack = await attach(dir, holder, options.signal);
    requireSource(stack.status, options.source);
    return stack;
  }
  try {
    const before = readState(dir);
    const state = await freshState(before, options);
    const context = stackContextOf(dir, state, options);
    if (before === undefined) requireNoData(context);
    const remember = (change: Partial<StackState>): void => {
      Object.assign(state, change);
      // Someone may have deleted the folder; the servers must be stopped all the same.
      if (existsSync(dir)) writeState(dir, state);
    };
    remember({});
    const serverGroup = new ServerGroup(context, (servers) => remember({ servers }));
    const stop = async (): Promise<void> => {
      await serverGroup.stop();
      remember({ phase: 'down' });
      release();
    };
    try {
      await serverGroup.start(options.signal);
      writePrivately(configPath(dir), configText(state.ports, state.secrets));
      remember({ phase: 'up', sourceVersion: await askSource(context) });
      context.log(`mysql is ${sourceName(statusOf(dir, state).mysql)}`);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      get status() {
        return statusOf(dir, state);
      },
      alreadyUp: false,
      stopServer: (name) => serverGroup.stopServer(name),
      startServer: (name) => serverGroup.startServer(name),
      revive: () => revive(state, serverGroup, remember),
      stop,
    };
  } catch (error) {
    release();
    throw error;
  }
}

// Ports, secrets and data outlive a stop; processes of a supervisor that was killed must not.
async function freshState(before: StackState | undefined, options: StackOptions): Promise<StackState> {
  await Promise.all(Object.values(before?.servers ?? {}).map((left) => endProcess(left, { signal: 'SIGKILL' })));
  const supervisor = identityOf(process.pid);
  return {
    version: 1,
    phase: 'starting',
    ui: options.ui ?? true,
    source: options.source ?? before?.source ?? 'mariadb',
    revivable: options.revivable ?? false,
    ports: await choosePorts(before?.ports ?? {}),
    secrets: before?.secrets ?? makeSecrets(),
    ...(supervisor && { supervisor }),
    servers: {},
  };
}

// The state says "starting" meanwhile, because a process that has just been launched doesn't serve yet.
async function revive(
  state: StackState,
  serverGroup: ServerGroup,
  remember: (change: Partial<StackState>) => void,
): Promise<void> {
  delete state.problem;
  remember({ phase: 'starting' });
  try {
    await serverGroup.revive();
  } catch (error) {
    remember({ problem: sentenceOf(error) });
    throw error;
  } finally {
    remember({ phase: 'up' });
  }
}
