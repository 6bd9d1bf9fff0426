// The range map of strategy `checksum`: what the last recorded run saw, as ranges of keys with a hash of every row.
import type { RunRef } from './names.js';

/** An immutable object in S3, and what its bytes must be. */
export interface ObjectRef {
  /** Full key within the bucket. */
  readonly key: string;
  readonly sha256: string;
}

/** One range: the rows after the entry before (the first: from the table's start) up to and including `upTo`. */
export interface RangeMapEntry {
  /** Key values in key order, as MySQL prints them. MySQL alone compares them: its collation decides what lies between. */
  readonly upTo: readonly string[];
  readonly rows: number;
  /** Key and hash of every row, in the order of the key. It may be in the folder of an earlier run. */
  readonly object: string;
  /** Of that object, so also of the range: an equal one means that no row differs. */
  readonly sha256: string;
}

/** `range-map-….json`. What lies behind its last entry was not there, or is new. */
export interface RangeMap {
  readonly format: 'tidemark.range-map/1';
  readonly ref: RunRef;
  /** Of the shape that the rows were hashed in. */
  readonly fingerprint: string;
  readonly rows: number;
  readonly entries: readonly RangeMapEntry[];
}
