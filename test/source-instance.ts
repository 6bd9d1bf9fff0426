// A source server of a test's own, of the kind that the tests run against, beside the stack's: in a folder and on a port of its own, gone when it is ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { removeDataElsewhere } from '../packages/devstack/src/processes/unprivileged-user.js';
import { mysqlAdmin, user } from '../packages/devstack/src/stack-context.js';
import { stackContextOf, makeFolder } from '../packages/devstack/src/prepare-stack.js';
import { choosePorts } from '../packages/devstack/src/processes/ports.js';
import { makeSecrets, type Secrets } from '../packages/devstack/src/state/secrets.js';
import { startSource } from '../packages/devstack/src/services/source.js';
import type { MysqlConfig } from '../src/config/types.js';
import { testProtocol, testSource, toolsDir } from './stack.js';

export interface SourceInstance {
  /** As the account that Tidemark reads with. */
  readonly reader: MysqlConfig;
  /** As the administrator. */
  connect(): Promise<Connection>;
  end(): Promise<void>;
}

interface InstanceOptions {
  readonly mysqlArgs: string[];
  readonly mysqlBufferPool: string;
  /** As the operating system names it. */
  readonly mysqlTimeZone?: string;
  readonly secrets?: Secrets;
}

export async function startInstance({ secrets = makeSecrets(), ...options }: InstanceOptions): Promise<SourceInstance> {
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-source-'));
  makeFolder(dir);
  const ports = await choosePorts({});
  const state = {
    version: 1,
    phase: 'starting',
    ui: false,
    revivable: false,
    ports,
    secrets,
    servers: {},
    source: testSource,
  } as const;
  const context = stackContextOf(dir, state, { dir, toolsDir, ...options });
  const away = (): void => {
    rmSync(dir, { recursive: true, force: true });
    removeDataElsewhere(dir);
  };
  const server = await startSource(context).catch((error: unknown) => {
    away();
    throw error;
  });
  const at = { host: '127.0.0.1', port: ports.mysql };
  const caps = {
    ssl: false,
    connections: 8,
    maxRowsPerSecond: null,
    maxReplicaLag: null,
    protocol: testProtocol,
  } as const;
  return {
    reader: { ...at, ...caps, user, password: secrets.mysqlReader },
    connect: () => createConnection({ ...at, user: mysqlAdmin, password: secrets.mysqlAdmin, dateStrings: true }),
    end: async () => {
      await server.stop();
      away();
    },
  };
}
