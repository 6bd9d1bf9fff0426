// What every step of capturing an upper bound is given, and what it returns.
import type { Position } from '../../contract/position.js';
import type { Strategy } from '../../contract/run-settings.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { CaptureUpperBoundResult } from '../../contract/activity-types.js';
import type { BoundRules } from './rules.js';
import type { Session } from '../connection/connection.js';

export interface BoundSettings {
  readonly strategy: Strategy;
  /** Of a DATETIME cursor. */
  readonly cursorZone: string | null;
  /** Above 0: the bound is the clock less these seconds, and nothing is proven. */
  readonly lagSeconds: number;
  /** Above 0: what comes late is read by the next runs, and nothing is proven. */
  readonly lookbackSeconds: number;
}

/** A bound as it was found; the scan up to it follows from the position. */
export type CapturedBound = Omit<CaptureUpperBoundResult, 'scan'>;

export interface UpperBoundContext {
  readonly session: Session;
  readonly shape: TableShape;
  readonly settings: BoundSettings;
  readonly position: Position;
  readonly rules: BoundRules;
  /** Server threads of this process. */
  readonly ours: () => ReadonlySet<number>;
  readonly signal: AbortSignal;
}
