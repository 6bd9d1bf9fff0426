// What every server of a stack is started from: folders, ports, secrets, the account, and a place to say what happens.
import type { UnprivilegedUser } from '../../redshift-emulator/src/postgres/account.js';
import type { Ports } from './processes/ports.js';
import type { Secrets } from './state/secrets.js';
import type { SourceKind } from './state/state.js';
import type { LaunchOptions, Server } from './processes/server.js';

export interface StackContext {
  dir: string;
  /** Where the unprivileged servers keep their data. */
  dataRoot: string;
  toolsDirs: string[];
  ports: Ports;
  secrets: Secrets;
  account: UnprivilegedUser | undefined;
  /** Which server is the one named mysql. */
  source: SourceKind;
  ui: boolean;
  searchAttributes: Record<string, string>;
  temporalArgs: string[];
  mysqlArgs: string[];
  mysqlBufferPool: string;
  mysqlTimeZone: string | undefined;
  log(line: string): void;
  logPath(name: string): string;
  launch(options: Omit<LaunchOptions, 'log'>): Promise<Server>;
}

export const host = '127.0.0.1';
export const bucket = 'tidemark';
export const region = 'us-east-1';
export const database = 'dev';
/** The account that Tidemark itself uses, at MySQL and at Redshift. */
export const user = 'tidemark';
export const mysqlAdmin = 'admin';
export const postgresAdmin = 'postgres';
