// What is seen of a run at one look.
import type { Progress } from '../../contract/progress.js';
import type { Pace } from './rate-estimator.js';

export interface Sight {
  readonly table: string;
  /** The run's newest word of itself; null until it answers. */
  readonly progress: Progress | null;
  readonly pace: Pace;
  /** What is retried, or that no worker answers; null when nothing is in the way. */
  readonly hindrance: string | null;
}
