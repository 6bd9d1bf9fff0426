// The servers of one stack: started side by side, watched, restarted one by one, ended together.
import { LocalStackError } from '../failure.js';
import type { StackContext } from '../stack-context.js';
import type { ProcessIdentity } from './process-identity.js';
import type { LaunchOptions, Server } from './server.js';
import { findPostgres, startPostgres } from '../services/postgres.js';
import { startRedshift } from '../services/redshift.js';
import { findSeaweedfs, startSeaweedfs } from '../services/seaweedfs.js';
import { findSource, startSource } from '../services/source.js';
import { findTemporal, startTemporal } from '../services/temporal.js';
import { serverNames, type ServerName } from '../state/state.js';

const starters: Record<ServerName, (context: StackContext) => Promise<Server>> = {
  temporal: startTemporal,
  mysql: startSource,
  s3: startSeaweedfs,
  postgres: startPostgres,
  redshift: startRedshift,
};

export class ServerGroup {
  private readonly servers = new Map<ServerName, Server>();
  private readonly context: StackContext;
  private readonly remember: (servers: Partial<Record<ServerName, ProcessIdentity>>) => void;
  private stopping = false;

  constructor(context: StackContext, remember: (servers: Partial<Record<ServerName, ProcessIdentity>>) => void) {
    this.remember = remember;
    this.context = { ...context, launch: (options) => this.launch(context, options) };
  }

  async start(signal?: AbortSignal): Promise<void> {
    const aborted = new Promise<never>((_, reject) => {
      const fail = (): void => reject(new LocalStackError('The start of the local stack was interrupted.'));
      if (signal?.aborted) fail();
      signal?.addEventListener('abort', fail, { once: true });
    });
    aborted.catch(() => undefined);
    await Promise.race([aborted, this.startAll()]);
  }

  async startServer(name: ServerName): Promise<void> {
    if (this.servers.get(name)?.ending() === undefined && this.servers.has(name)) return;
    const began = Date.now();
    await starters[name](this.context);
    this.context.log(`${name} is up (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }

  async stopServer(name: ServerName): Promise<void> {
    const server = this.servers.get(name);
    this.servers.delete(name);
    await server?.stop();
    this.save();
  }

  /** Starts again whatever has ended. */
  async revive(): Promise<void> {
    for (const name of serverNames) await this.startServer(name);
  }

  /** The emulator first, because it holds connections to the others. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.stopServer('redshift');
    await Promise.all(serverNames.map((name) => this.stopServer(name)));
  }

  private async startAll(): Promise<void> {
    const { context } = this;
    // Missing programs first and one after the other: package managers hold locks.
    await findSource(context);
    await findPostgres(context);
    await findTemporal(context);
    await findSeaweedfs(context);
    await Promise.all([
      this.startServer('temporal'),
      this.startServer('mysql'),
      Promise.all([this.startServer('s3'), this.startServer('postgres')]).then(() => this.startServer('redshift')),
    ]);
  }

  private async launch(context: StackContext, options: Omit<LaunchOptions, 'log'>): Promise<Server> {
    if (this.stopping) throw new LocalStackError(`${options.name} was not started: the stack is being stopped.`);
    const server = await context.launch(options);
    this.servers.set(server.name, server);
    this.save();
    void server.ended.then((how) => {
      if (this.servers.get(server.name) === server)
        context.log(`${server.name} (pid ${server.identity.pid}) ${how}; log: ${server.log}`);
    });
    return server;
  }

  private save(): void {
    const running = [...this.servers].map(([name, server]) => [name, server.identity] as const);
    this.remember(Object.fromEntries(running));
  }
}
