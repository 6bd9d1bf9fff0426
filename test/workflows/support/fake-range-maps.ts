// Range maps in memory: what a run by checksums saw of each range, and what the next one finds to differ.
import assert from 'node:assert/strict';
import type { WriteManifestInput } from '../../../src/contract/activity-types.js';
import type { AcceptedChunk, ChunkResult, DataFile, PendingDeletes } from '../../../src/contract/files.js';
import type { KeyRange } from '../../../src/contract/position.js';
import type { ObjectRef, RangeMapEntry } from '../../../src/contract/range-map.js';
import type { FakeRow } from './fake-source.js';

export class FakeRangeMaps {
  /** Entries by the map's key; rows of a range by its object. */
  readonly maps = new Map<string, readonly RangeMapEntry[]>();
  private readonly objects = new Map<string, readonly FakeRow[]>();
  private written = 0;

  /** Unlike the real one it plans by rows, and compares a range with all that the map has within it. */
  compare(
    map: ObjectRef | null,
    range: KeyRange,
    rows: readonly FakeRow[],
    put: (rows: readonly FakeRow[]) => DataFile,
  ): ChunkResult {
    const from = Number(range.after?.key[0] ?? -Infinity);
    const to = Number(range.upTo?.key[0] ?? Infinity);
    const held = (map === null ? [] : this.maps.get(map.key)!)
      .flatMap(({ object }) => this.objects.get(object)!)
      .filter(({ id }) => id > from && id <= to);
    const before = new Map(held.map(({ id, at }) => [id, at]));
    const changed = rows.filter(({ id, at }) => before.get(id) !== at);
    const there = new Set(rows.map(({ id }) => id));
    const gone = held.filter(({ id }) => !there.has(id));
    const last = rows.at(-1);
    return {
      files: changed.length === 0 ? [] : [put(changed)],
      rows: changed.length,
      compared: rows.length,
      end: range.upTo,
      ...(gone.length === 0 ? {} : { deletes: [{ ...put(gone), rows: gone.length }] }),
      ranges: last === undefined ? [] : [this.keep(String(last.id), rows)],
    };
  }

  write({ ref, deletes }: WriteManifestInput, chunks: readonly AcceptedChunk[]) {
    const map = { key: `${ref.run}/range-map`, sha256: 's' };
    this.maps.set(
      map.key,
      chunks.flatMap(({ ranges = [] }) => ranges),
    );
    const files = chunks.flatMap((chunk) => chunk.deletes ?? []);
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    assert.deepEqual(deletes, files.length === 0 ? undefined : { rows, files: files.length });
    const pending: PendingDeletes = { manifest: `${ref.run}/deletes`, sha256: 's', rows, files: files.length };
    return { map, ...(files.length === 0 ? {} : { deletes: pending }) };
  }

  private keep(upTo: string, rows: readonly FakeRow[]): RangeMapEntry {
    this.written += 1;
    const object = `range-${this.written}`;
    this.objects.set(object, rows);
    return { upTo: [upTo], rows: rows.length, object, sha256: object };
  }
}
