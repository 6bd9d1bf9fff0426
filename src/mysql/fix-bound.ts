// Fixes the upper bound of a run: by the rules of bound-rules.ts where it can be proven, by a lag where it can't.
import type { Position } from '../contract/position.js';
import type { Strategy } from '../contract/settings.js';
import type { TableShape } from '../contract/shape.js';
import type { FixBoundResult } from '../contract/steps.js';
import type { BoundRules } from './bound-rules.js';
import { cursorBound } from './cursor-bound.js';
import { SourceRefused } from './errors.js';
import { idBound } from './id-bound.js';
import { askFacts, notProvable } from './provable.js';
import type { Session } from './session.js';

export interface BoundSettings {
  readonly strategy: Strategy;
  /** Of a DATETIME cursor. */
  readonly cursorZone: string | null;
  /** Above 0: the bound is the clock less these seconds, and nothing is proven. */
  readonly lagSeconds: number;
}

/** What every step of fixing a bound has at hand. */
export interface Fixing {
  readonly session: Session;
  readonly shape: TableShape;
  readonly settings: BoundSettings;
  readonly position: Position;
  readonly rules: BoundRules;
  /** Server threads of this process. */
  readonly ours: () => ReadonlySet<number>;
  readonly signal: AbortSignal;
  readonly heartbeat: () => void;
}

export async function fixTheBound(fixing: Fixing, user: string): Promise<FixBoundResult> {
  const { session, shape, settings } = fixing;
  if (settings.lagSeconds <= 0) {
    const why = notProvable(await askFacts(session), user);
    if (why !== null) {
      const cure = 'or set "lag" for the table: more seconds than its longest write takes, and a replica is behind';
      throw new SourceRefused(
        'BoundNotProven',
        shape.table,
        `the upper bound is not proven on this source: ${why}; ${cure}`,
      );
    }
  }
  return settings.strategy === 'id' ? idBound(fixing) : cursorBound(fixing);
}
