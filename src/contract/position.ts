// How far a table has been read, and the bound that a run reads up to. Typed unions: no field means two things.
import type { ObjectRef, RangeMapEntry } from './range-map.js';

/** Primary-key values in key order, as MySQL prints them. */
export type Key = readonly string[];

/** A cursor value as MySQL prints it in the column's own zone, e.g. `2026-01-31 08:15:00.123456`. */
export type CursorText = string;

export type Position =
  | { readonly kind: 'none' }
  /** A first load scans the primary key over rows below the snapshot high watermark; afterKey is the last key read, null before any. */
  | { readonly kind: 'firstLoad'; readonly snapshotHighWatermark: CursorText; readonly afterKey: Key | null }
  /** The first load has ended: everything with cursor < at is read. */
  | { readonly kind: 'from'; readonly at: CursorText }
  /** The last row read, in (cursor, key) order; without a key all rows of its cursor value are read. */
  | { readonly kind: 'cursor'; readonly at: CursorText; readonly key: Key }
  | { readonly kind: 'id'; readonly key: Key }
  /** Strategy `checksum`: all of the table was read, and its rows were as the map says. */
  | { readonly kind: 'checksum'; readonly map: ObjectRef };

/** The upper bound of one scan, captured once. Rows past it belong to the next run. */
export type Bound =
  | { readonly kind: 'cursor'; readonly before: CursorText }
  | { readonly kind: 'id'; readonly upTo: Key }
  /** Of strategy `full`: the largest key when the run began; null where one statement reads all of it. */
  | { readonly kind: 'whole'; readonly upTo: Key | null }
  /** Of strategy `checksum`: none; every row as it is when it is read. */
  | { readonly kind: 'asRead' }
  /** Nothing there to read up to: the table is empty. */
  | { readonly kind: 'empty' };

/** Who keeps the bound behind the clock. For people; nothing is decided by it. */
export interface HeldBack {
  readonly by: string;
  readonly since: string;
}

/** One scan over the table: by primary key under the snapshot high watermark, by (cursor, key) under H, by id up to B, or by key over all of it, compared or not. */
export type ScanPlan =
  | { readonly kind: 'firstLoad'; readonly snapshotHighWatermark: CursorText; readonly after: Key | null }
  | {
      readonly kind: 'cursor';
      readonly from: CursorText | null;
      readonly afterKey: Key | null;
      readonly before: CursorText;
      /** Rows of earlier runs are read again, so that what came late is found: a lookback. */
      readonly again: boolean;
    }
  | { readonly kind: 'id'; readonly after: Key | null; readonly upTo: Key }
  /** All of the table; null: in one statement, for no index has an order to cut it by. */
  | { readonly kind: 'whole'; readonly upTo: Key | null }
  /** All of the table, compared with the map; null: there is none yet. */
  | { readonly kind: 'checksum'; readonly map: ObjectRef | null };

/** A position between two rows of a scan: after this row. `at` is null in scans by the key alone. */
export interface Point {
  readonly at: CursorText | null;
  readonly key: Key;
}

/** A half-open range of a scan: rows after `after` (null: from its start) up to and including `upTo` (null: to its end). */
export interface KeyRange {
  readonly after: Point | null;
  readonly upTo: Point | null;
  /** Rows counted when it was planned. An estimate of that moment, never counted. */
  readonly rows: number;
  /** In a scan by checksums: what of the map lies in this range. Absent for a range that is not in the map. */
  readonly held?: readonly RangeMapEntry[];
}
