// What every extract of the bench is given, and what is measured of it.
import type { StackStatus } from '../packages/devstack/src/status.js';

export interface Job {
  readonly status: StackStatus;
  readonly table: string;
  readonly rowsPerFile: number;
  /** Where its files go; ends with a slash. */
  readonly prefix: string;
}

export interface Measured {
  readonly seconds: number;
  /** Of the process that moves the rows; 0 where the system does not tell. */
  readonly peakBytes: number;
}

export interface Runner {
  readonly name: string;
  run(job: Job): Promise<Measured>;
}
