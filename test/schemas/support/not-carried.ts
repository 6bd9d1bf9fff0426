// What is not carried yet, each with its reason. The list is checked both ways: a table on it that is carried fails the suite too.
import type { SourceKind } from '../../../packages/devstack/src/state/state.js';

export interface NotCarried {
  readonly schema: string;
  readonly table: string;
  /** Columns that the config excludes. Without them the whole table is expected to be refused. */
  readonly columns?: readonly string[];
  readonly why: string;
  /** The one server where it is so. */
  readonly on?: SourceKind;
}

export const NOT_CARRIED: readonly NotCarried[] = [];
