// What may be done with one statement.
import type { CopyCommand } from '../copy/command.js';
import type { FaultCommand } from '../faults/command.js';
import type { Grouping } from './grouped.js';
import type { Name } from '../sql/cursor.js';

export interface CopyPlan {
  readonly kind: 'copy';
  readonly command: CopyCommand;
}

export interface RelayPlan {
  readonly kind: 'relay';
  /** What PostgreSQL gets. */
  readonly sql: string;
  /** The target of a writing statement. */
  readonly table?: Name;
  readonly writes?: boolean;
  /** A key that is declared and does not hold is refused there. */
  readonly grouping?: Grouping;
  /** TRUNCATE: an open transaction is committed before it. */
  readonly commitsFirst?: boolean;
  /** BEGIN, COMMIT, ROLLBACK, TRUNCATE: never wrapped into an implicit transaction. */
  readonly endsTransaction?: boolean;
  /** The command's name, when it cannot run inside a transaction block. */
  readonly refusedInTransaction?: string;
  /** The command's name, when Redshift has it and the emulator does not. */
  readonly unbuilt?: string;
  /** Run hidden when the statement has succeeded. */
  readonly after?: string;
  /** An order to the emulator itself. */
  readonly fault?: FaultCommand;
}

export type Plan = CopyPlan | RelayPlan;
