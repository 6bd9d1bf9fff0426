// What a stack remembers between two commands: its ports, its throw-away secrets, and which processes are its own.
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from '../processes/ports.js';
import type { ProcessIdentity } from '../processes/process-identity.js';
import type { Secrets } from './secrets.js';

export const serverNames = ['temporal', 'mysql', 's3', 'postgres', 'redshift'] as const;
export type ServerName = (typeof serverNames)[number];

/** The two servers that can be the source. */
export const sourceKinds = ['mariadb', 'mysql'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export interface StackState {
  version: 1;
  phase: 'starting' | 'up' | 'down';
  ui: boolean;
  revivable: boolean;
  ports: Ports;
  secrets: Secrets;
  supervisor?: ProcessIdentity;
  /** Why a server that had died couldn't be started again. */
  problem?: string;
  /** The server named mysql; MariaDB in a state without it. */
  source?: SourceKind;
  /** As that server says it. */
  sourceVersion?: string;
  servers: Partial<Record<ServerName, ProcessIdentity>>;
}

export const statePath = (dir: string): string => join(dir, 'state.json');

/** The state file of a folder; undefined when there is none or it can't be read as one of ours. */
export function readState(dir: string): StackState | undefined {
  try {
    const state = JSON.parse(readFileSync(statePath(dir), 'utf8')) as Partial<StackState> | null;
    if (state?.version !== 1 || !state.ports || !state.secrets || !state.servers) return undefined;
    return state as StackState;
  } catch {
    return undefined;
  }
}

/** Replaces the state file at once, so that a reader never sees half of it. */
export function writeState(dir: string, state: StackState): void {
  writePrivately(statePath(dir), `${JSON.stringify(state, null, 2)}\n`);
}

/** Writes a file that holds secrets: readable by its owner only, and never half there. */
export function writePrivately(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
