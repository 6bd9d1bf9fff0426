import assert from 'node:assert/strict';
import type { LoadResult } from '../../src/contract/sync-result.js';
import type { Watermark } from '../../src/contract/watermark.js';
import { recordLoad } from '../../src/s3/watermark/record-load.js';
import { LATER, leaseOf, loadOf, NOW, pendingOf, watermark } from './support/sample.js';

const LAST_RUN = {
  run: 'run-2',
  seq: 2,
  rows: 7,
  files: 1,
  bytes: 70,
  recordedAt: NOW,
  loadedAt: null,
  workflowId: 'w',
};
const two = (changes: Partial<Watermark> = {}): Watermark =>
  watermark({
    seq: 2,
    mysql_rows_extracted: 12,
    s3_file_count: 2,
    pending: [pendingOf(1, 5), pendingOf(2, 7)],
    last_run: LAST_RUN,
    ...changes,
  });
const record = (current: Watermark | null, load: LoadResult, run = 'run-a'): Watermark =>
  recordLoad(current, { run, load, now: LATER });

describe('recording a load', () => {
  it('adds the rows, takes the manifest out of what is pending and says what is left', () => {
    const first = record(two(), loadOf(1, 5));
    assert.deepEqual(
      [first.redshift_rows_loaded, first.loaded_seq, first.pending.length, first.redshift_status],
      [5, 1, 1, 'in_progress'],
    );
    assert.equal(first.last_run?.loadedAt, null);
    const second = record(first, loadOf(2, 7));
    assert.deepEqual(
      [second.redshift_rows_loaded, second.loaded_seq, second.pending, second.redshift_status],
      [12, 2, [], 'success'],
    );
    assert.equal(second.last_run?.loadedAt, LATER);
    assert.deepEqual([second.mysql_rows_extracted, second.s3_file_count], [12, 2]);
  });

  it('counts once, however often it is recorded, also without a lease by then', () => {
    const once = record(two(), loadOf(1, 5));
    assert.equal(record(once, loadOf(1, 5)), once);
    const given = { ...once, lease: null };
    assert.equal(record(given, loadOf(1, 5)), given);
  });

  const refusals: [string, Watermark | null, LoadResult, string, RegExp][] = [
    ['it is not the next in order', two(), loadOf(2, 7), 'RowCountMismatch', /#2 .* #1 of run run-1 is next/],
    ['nothing is pending', watermark(), loadOf(1, 5), 'RowCountMismatch', /nothing is pending: tidemark validate/],
    ['it is of another run', two(), loadOf(1, 5, { run: 'x' }), 'RowCountMismatch', /#1 of run x/],
    ['Redshift has fewer rows', two(), loadOf(1, 4), 'RowCountMismatch', /has 4 rows of 1 files, the manifest 5/],
    ['Redshift has more files', two(), loadOf(1, 5, { files: 2 }), 'RowCountMismatch', /5 rows of 2 files/],
    ['another run holds the table', two({ lease: leaseOf('b') }), loadOf(1, 5), 'LeaseLost', /run b holds it/],
    ['the watermark is gone', null, loadOf(1, 5), 'LeaseLost', /gone/],
  ];
  for (const [name, before, load, type, message] of refusals) {
    it(`refuses when ${name}`, () => {
      assert.throws(() => record(before, load), { type, message });
    });
  }
});
