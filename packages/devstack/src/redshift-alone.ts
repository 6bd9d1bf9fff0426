// The Redshift emulator by itself: its own PostgreSQL, and an S3 gateway unless another S3 is given.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { takeLock } from './state/lock-file.js';
import { LocalStackError } from './failure.js';
import { ServerGroup } from './processes/server-group.js';
import type { StackContext } from './stack-context.js';
import { requireNoData, stackContextOf, makeFolder } from './prepare-stack.js';
import { choosePorts, isFree } from './processes/ports.js';
import { endProcess, identityOf } from './processes/process-identity.js';
import { makeSecrets } from './state/secrets.js';
import { readState, writeState, type StackState } from './state/state.js';
import { statusOf, type StackStatus } from './status.js';

/** What COPY reads from, as the emulator's process takes it from its environment. */
export type ForeignS3 = Readonly<Record<string, string>>;

export interface AloneOptions {
  readonly dir: string;
  readonly port: number;
  /** Without it a gateway is started. */
  readonly s3?: ForeignS3 | undefined;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Alone extends Pick<StackStatus, 's3' | 'redshift'> {
  stop(): Promise<void>;
}

/** Rejects when the port is taken, and then has started nothing. */
export async function startAlone(options: AloneOptions): Promise<Alone> {
  const dir = resolve(options.dir);
  makeFolder(dir);
  const { holder, release } = takeLock(dir);
  if (holder !== undefined)
    throw new LocalStackError(`A stack already runs in ${dir} (pid ${holder.pid}): end it, or use --dir <folder>.`);
  try {
    const before = readState(dir);
    // Servers of a process that was killed.
    await Promise.all(Object.values(before?.servers ?? {}).map((left) => endProcess(left, { signal: 'SIGKILL' })));
    if (!(await isFree(options.port)))
      throw new LocalStackError(
        `Port ${options.port} of 127.0.0.1 is taken: end the program that listens there, or use --port <port>.`,
      );
    const state = await freshState(before, options.port);
    const context = stackContextOf(dir, state, { dir, log: options.log });
    if (before === undefined) requireNoData(context);
    const remember = (change: Partial<StackState>): void => {
      Object.assign(state, change);
      if (existsSync(dir)) writeState(dir, state);
    };
    remember({});
    const serverGroup = new ServerGroup(reading(options.s3, context), (servers) => remember({ servers }));
    const stop = async (): Promise<void> => {
      await serverGroup.stop();
      remember({ phase: 'down' });
      release();
    };
    await start(serverGroup, options).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    remember({ phase: 'up' });
    const { s3, redshift } = statusOf(dir, state);
    return { s3, redshift, stop };
  } catch (error) {
    release();
    throw error;
  }
}

async function start(serverGroup: ServerGroup, { s3, signal }: AloneOptions): Promise<void> {
  const interrupted = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new LocalStackError('The start of the Redshift emulator was interrupted.'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
  const all = async (): Promise<void> => {
    await serverGroup.startServer('postgres');
    if (s3 === undefined) await serverGroup.startServer('s3');
    await serverGroup.startServer('redshift');
  };
  await Promise.race([interrupted, all()]);
}

/** The emulator's process is given the other S3 in place of the gateway. */
function reading(s3: ForeignS3 | undefined, context: StackContext): StackContext {
  if (s3 === undefined) return context;
  return {
    ...context,
    launch: (command) =>
      context.launch(command.name === 'redshift' ? { ...command, env: { ...command.env, ...s3 } } : command),
  };
}

async function freshState(before: StackState | undefined, port: number): Promise<StackState> {
  const supervisor = identityOf(process.pid);
  return {
    version: 1,
    phase: 'starting',
    ui: false,
    revivable: false,
    ports: { ...(await choosePorts(before?.ports ?? {})), redshift: port },
    secrets: before?.secrets ?? makeSecrets(),
    ...(supervisor && { supervisor }),
    servers: {},
  };
}
