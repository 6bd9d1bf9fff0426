// Starts a whole stack in a folder, from this process: its servers live as long as this process, and no longer.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { dataRoot, unprivilegedAccount } from './account.js';
import { attach } from './attach.js';
import { claim } from './claim.js';
import { configPath, configText } from './config-file.js';
import { LocalStackError } from './failure.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';
import { choosePorts } from './ports.js';
import { endProcess, identityOf } from './process-identity.js';
import { makeSecrets } from './secrets.js';
import { launch } from './server.js';
import { readState, writePrivately, writeState, type ServerName, type StackState } from './state.js';
import { logPath, statusOf, type StackStatus } from './status.js';
import { toolsFolder } from './tools/folder.js';

export interface StackOptions {
  /** Everything of this stack is kept here; made when missing. */
  dir: string;
  /** Name to Temporal type; Tidemark's own three unless given. */
  searchAttributes?: Record<string, string>;
  temporalArgs?: string[];
  mysqlArgs?: string[];
  /** InnoDB's buffer pool, as MariaDB takes it: 1G unless given. */
  mysqlBufferPool?: string;
  /** An offset (+08:00) for default_time_zone, or a name (Asia/Shanghai) for the server's system zone. */
  mysqlTimeZone?: string;
  ui?: boolean;
  toolsDir?: string;
  log?: (line: string) => void;
  /** Aborted: whatever was started is ended, and startStack rejects. */
  signal?: AbortSignal;
}

export interface Stack {
  status: StackStatus;
  /** The stack was up before, in another process or by another call: stop() leaves it alone. */
  alreadyUp: boolean;
  stopServer(name: ServerName): Promise<void>;
  startServer(name: ServerName): Promise<void>;
  /** Starts again every server that has died. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export const tidemarkSearchAttributes = {
  TidemarkTable: 'Keyword',
  TidemarkPipeline: 'Keyword',
  TidemarkPhase: 'Keyword',
};

/** Starts every server and waits until each serves; when one can't, ends the others and says why in one sentence. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  makeFolder(dir);
  const { holder, release } = claim(dir);
  if (holder !== undefined) return attach(dir, holder, options.signal);
  try {
    const before = readState(dir);
    await Promise.all(Object.values(before?.servers ?? {}).map((left) => endProcess(left, { signal: 'SIGKILL' })));
    const ports = await choosePorts(before?.ports ?? {});
    const me = identityOf(process.pid);
    const state: StackState = {
      version: 1,
      phase: 'starting',
      ui: options.ui ?? true,
      ports,
      secrets: before?.secrets ?? makeSecrets(),
      ...(me && { supervisor: me }),
      servers: {},
    };
    writeState(dir, state);
    const ground = groundOf(dir, state, options);
    const fleet = new Fleet(ground, (servers) => writeState(dir, Object.assign(state, { servers })));
    const stop = async (): Promise<void> => {
      await fleet.stop();
      writeState(dir, Object.assign(state, { phase: 'down' }));
      release();
    };
    try {
      await fleet.start(options.signal);
      writePrivately(configPath(dir), configText(ports, state.secrets));
      writeState(dir, Object.assign(state, { phase: 'up' }));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      get status() {
        return statusOf(dir, state);
      },
      alreadyUp: false,
      stopServer: (name) => fleet.stopServer(name),
      startServer: (name) => fleet.startServer(name),
      revive: () => fleet.revive(),
      stop,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function makeFolder(dir: string): void {
  try {
    // Everyone may enter, because MySQL's and PostgreSQL's account must; each file with a secret is closed by itself.
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    mkdirSync(resolve(dir, 'logs'), { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new LocalStackError(`The stack's folder ${dir} can't be made: ${(cause as Error).message}`, {
      exitCode: 2,
      cause,
    });
  }
}

function groundOf(dir: string, state: StackState, options: StackOptions): Ground {
  const account = unprivilegedAccount();
  const log = options.log ?? ((): undefined => undefined);
  const root = dataRoot(dir, account);
  if (root !== dir) log(`${account?.name ?? ''} can't enter ${dir}: the data of MySQL and PostgreSQL is in ${root}`);
  return {
    dir,
    dataRoot: root,
    toolsDir: options.toolsDir ?? toolsFolder(dir),
    ports: state.ports,
    secrets: state.secrets,
    account,
    ui: state.ui,
    searchAttributes: options.searchAttributes ?? tidemarkSearchAttributes,
    temporalArgs: options.temporalArgs ?? [],
    mysqlArgs: options.mysqlArgs ?? [],
    mysqlBufferPool: options.mysqlBufferPool ?? '1G',
    mysqlTimeZone: options.mysqlTimeZone,
    log,
    logPath: (name) => logPath(dir, name),
    launch: (command) => launch({ ...command, log: logPath(dir, command.name) }),
  };
}
