// What a stack is, in words that any outside client can use: addresses, throw-away credentials, processes, logs.
import { join } from 'node:path';
import { lockHolder } from './state/lock-file.js';
import { configPath } from './state/config-file.js';
import { bucket, database, host, mysqlAdmin, postgresAdmin, region, user } from './stack-context.js';
import { isRunning } from './processes/process-identity.js';
import { namespace } from './services/temporal.js';
import { readState, serverNames, type ServerName, type SourceKind, type StackState } from './state/state.js';

interface Process {
  /** Null while the server is down. */
  pid: number | null;
  log: string;
}

export interface StackStatus {
  /** True when the supervisor and every server run. */
  up: boolean;
  dir: string;
  supervisor: Process;
  temporal: Process & { address: string; namespace: string; ui: string | null };
  mysql: Process & {
    source: SourceKind;
    /** As the server says it; null until it has been up. */
    version: string | null;
    host: string;
    port: number;
    user: string;
    password: string;
    adminUser: string;
    adminPassword: string;
  };
  s3: Process & { endpoint: string; region: string; bucket: string; accessKeyId: string; secretAccessKey: string };
  redshift: Process & { host: string; port: number; database: string; user: string; password: string };
  /** The PostgreSQL behind the emulator; nothing but the emulator should speak to it. */
  postgres: Process & { host: string; port: number; database: string; user: string; password: string };
  config: string;
}

export const logPath = (dir: string, name: string): string => join(dir, 'logs', `${name}.log`);

/** The status of the stack in a folder; undefined when none was ever started there. */
export function readStatus(dir: string): StackStatus | undefined {
  const state = readState(dir);
  return state && statusOf(dir, state);
}

/** For people: which server the source is, and its version once that is known. */
export function sourceName({ source, version }: Pick<StackStatus['mysql'], 'source' | 'version'>): string {
  const name = source === 'mysql' ? 'MySQL' : 'MariaDB';
  return [name, ...(/^[\d.]+/.exec(version ?? '') ?? [])].join(' ');
}

export function statusOf(dir: string, state: StackState): StackStatus {
  const { ports, secrets } = state;
  const supervisor = lockHolder(dir);
  const pidOf = (name: ServerName): number | null => {
    const identity = state.servers[name];
    return identity !== undefined && isRunning(identity) ? identity.pid : null;
  };
  const process = (name: ServerName): Process => ({ pid: pidOf(name), log: logPath(dir, name) });
  const login = { host, port: ports.mysql, user, password: secrets.mysqlReader };
  return {
    up: supervisor !== undefined && state.phase === 'up' && serverNames.every((name) => pidOf(name) !== null),
    dir,
    supervisor: { pid: supervisor?.pid ?? null, log: logPath(dir, 'supervisor') },
    temporal: {
      address: `${host}:${ports.temporal}`,
      namespace,
      ui: state.ui ? `http://${host}:${ports.temporalUi}` : null,
      ...process('temporal'),
    },
    mysql: {
      source: state.source ?? 'mariadb',
      version: state.sourceVersion ?? null,
      ...login,
      adminUser: mysqlAdmin,
      adminPassword: secrets.mysqlAdmin,
      ...process('mysql'),
    },
    s3: {
      endpoint: `http://${host}:${ports.s3}`,
      region,
      bucket,
      accessKeyId: secrets.s3AccessKeyId,
      secretAccessKey: secrets.s3SecretAccessKey,
      ...process('s3'),
    },
    redshift: { host, port: ports.redshift, database, user, password: secrets.redshift, ...process('redshift') },
    postgres: {
      host,
      port: ports.postgres,
      database,
      user: postgresAdmin,
      password: secrets.postgresAdmin,
      ...process('postgres'),
    },
    config: configPath(dir),
  };
}
