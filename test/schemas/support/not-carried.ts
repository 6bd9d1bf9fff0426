// What is not carried yet, each with its reason. The list is checked both ways: a table on it that is carried fails the suite too.
import type { SourceKind } from '../../../packages/devstack/src/state/state.js';

export interface NotCarried {
  readonly schema: string;
  readonly table: string;
  /** `all`: the table is left out of the run. `refused`: it is part of it, and fails. Else columns that the config excludes. */
  readonly what: 'all' | 'refused' | readonly string[];
  readonly why: string;
  /** The one server where it is so. */
  readonly on?: SourceKind;
}

const NOT_CARRIED: readonly NotCarried[] = [];

export function notCarried(schema: string, source: SourceKind): readonly NotCarried[] {
  return NOT_CARRIED.filter((one) => one.schema === schema && (one.on ?? source) === source);
}
