// What is seen of a run at one look.
import type { Progress } from '../../contract/progress.js';
import type { Rate } from './rate-estimator.js';

export interface ProgressSnapshot {
  readonly table: string;
  /** The run's newest word of itself; null until it answers. */
  readonly progress: Progress | null;
  readonly recentRate: Rate;
  /** What is retried, or that no worker answers; null when nothing is in the way. */
  readonly stallReason: string | null;
}
