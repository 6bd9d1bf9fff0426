// What a run says of itself while it lives: the answer to the `progress` query, rendered by CLI and current details alike.
import type { Bound, HeldBack, Position } from './position.js';
import type { TableName } from './names.js';
import type { Strategy } from './run-settings.js';

export type RunState = 'running' | 'paused' | 'completed' | 'failed' | 'cancelled' | 'busy' | 'nothingNew';
export type Phase = 'begin' | 'bound' | 'export' | 'record' | 'load' | 'end';

export interface Progress {
  readonly state: RunState;
  readonly phase: Phase;
  readonly table: TableName;
  readonly pipeline: string;
  readonly run: string;
  /** Accepted, so durable. */
  readonly rows: number;
  /** Strategy `checksum`: rows read and compared; `rows` are those that differ. */
  readonly compared?: number;
  readonly files: number;
  readonly bytes: number;
  readonly limit: number | null;
  /** The exact row count the run will end at, once a limit decides it; null until then. */
  readonly stopsAt: number | null;
  /** Rows planned so far; exact for this run once `planned` is complete. */
  readonly plannedRows: number;
  readonly planComplete: boolean;
  /** About: from the server's statistics. Never stored, never an account. */
  readonly estimatedRows: number | null;
  readonly position: Position | null;
  readonly bound: Bound | null;
  readonly heldBackBy: HeldBack | null;
  readonly loadedRows: number;
  readonly pendingManifests: number;
  readonly pausedSince: string | null;
  readonly reason: string | null;
  /** The last signal that made no sense, and why. */
  readonly lastRefused: string | null;
  /** How the table is read, and why so. */
  readonly strategy: Strategy | null;
  readonly strategyReason: string | null;
}
