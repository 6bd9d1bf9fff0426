import assert from 'node:assert/strict';
import { syncResultLines } from '../../src/client/render/sync-result.js';
import { syncResult, LEASE, load } from './sample.js';

describe('the account', () => {
  it('of a completed run shows rows, files and the load', () => {
    assert.deepEqual(syncResultLines(syncResult()), [
      'shop.orders: completed',
      '  Rows extracted: 550,000, S3 files: 11 (12.3 MiB), rows loaded: 550,000',
      '  load   copied  inserted  updated  reapplied  stale  superseded  target rows',
      '  #1    550,000   550,000        0          0      0           0      550,000',
    ]);
  });

  it('shows which values policies changed, column by column', () => {
    const changed = { posted: { zeroDate: 1_200 }, body: { tooLong: 3, nul: 1 } };
    assert.deepEqual(syncResultLines(syncResult({ changed })).slice(2, 6), [
      '  changed by a value policy                  values',
      '  posted: dates that no calendar has          1,200',
      '  body: values longer than the target holds       3',
      '  body: texts with NUL characters                 1',
    ]);
  });

  it('of a run with nothing new says so', () => {
    const nothing = syncResult({ outcome: 'nothingNew', rows: 0, files: 0, bytes: 0, seq: null, loads: [] });
    assert.deepEqual(syncResultLines(nothing), [
      'shop.orders: nothing new',
      '  Rows extracted: 0, S3 files: 0 (0 B), rows loaded: 0',
    ]);
  });

  it('says which of the rows loaded were waiting since earlier runs', () => {
    const loads = [
      load(1, 6_000),
      load(2, 500, { inserted: 400, updated: 90, stale: 10, targetRows: 6_400, alreadyLoaded: true }),
    ];
    assert.deepEqual(syncResultLines(syncResult({ rows: 500, files: 1, bytes: 999, seq: 2, loads })), [
      'shop.orders: completed',
      '  Rows extracted: 500, S3 files: 1 (999 B), rows loaded: 6,500',
      '  Of the rows loaded, 6,000 were waiting since earlier runs, in 1 manifest.',
      '  load                        copied  inserted  updated  reapplied  stale  superseded  target rows',
      '  #1                           6,000     6,000        0          0      0           0        6,000',
      '  #2 (in the ledger already)     500       400       90          0     10           0        6,400',
    ]);
  });

  it('says what a full load replaced and closed, and what the last source says', () => {
    const closed = load(2, 400, { inserted: 0, superseded: 400, targetRows: 500 });
    const same = load(3, 300, { deleted: 500, targetRows: 300, history: { says: 'same' } });
    const told = (loads: (typeof same)[]): string[] =>
      syncResultLines(syncResult({ seq: 3, loads })).slice(3 + loads.length);
    assert.deepEqual(told([closed, same]).slice(-3), [
      '  Replaced by a full load: 500 rows that the target had.',
      '  Closed without loading, replaced by a later full load: #2.',
      "  Redshift's own load history says the same.",
    ]);
    assert.deepEqual(told([load(3, 9, { history: { says: 'nothing', why: 'permission denied' } })]), [
      "  Redshift's own load history does not tell of #3: permission denied.",
    ]);
    assert.deepEqual(told([load(3, 9, { history: { says: 'other', rows: 8, files: 1 } })]), [
      "  Redshift's own load history says otherwise of #3: 8 rows of 1 file.",
    ]);
  });

  it('of a backup says what waits and how to load it', () => {
    assert.deepEqual(syncResultLines(syncResult({ loads: [], pending: 2 })).slice(1), [
      '  Rows extracted: 550,000, S3 files: 11 (12.3 MiB), rows loaded: 0',
      '  Recorded and not loaded yet: 2 manifests. To load: tidemark sync -t shop.orders --redshift-only',
    ]);
  });

  it('names a limit, discarded files, orphans and who held back the bound', () => {
    const lines = syncResultLines(
      syncResult({
        limit: 120_000,
        limitReached: true,
        discardedFiles: 1,
        orphans: { run: 'dead', files: 3 },
        heldBackBy: { by: 'transaction 7', since: '07:00' },
        bound: { kind: 'cursor', before: '2026-01-31 07:00:00' },
        loads: [],
      }),
    );
    assert.deepEqual(lines.slice(2), [
      '  The row limit of 120,000 was reached; the next run goes on from there.',
      '  Discarded: 1 file, read again or beyond the limit; not in the manifest.',
      '  Run dead ended without recording: 3 files of it in S3 will never be loaded or counted.',
      '  NOT ALL WAS READ: the upper bound was held back by transaction 7, since 07:00. Rows stamped 2026-01-31 07:00:00 or later are left to a later run.',
    ]);
  });

  it('of a busy table names the holder and why it could not be taken over', () => {
    const busy = syncResult({ outcome: 'busy', holder: LEASE, busyBecause: 'that run is still at work' });
    assert.deepEqual(syncResultLines(busy), [
      'shop.orders: held by workflow nightly since 2026-01-31T08:00:00Z, requested by ann. Nothing was done.',
      '  Reason: that run is still at work.',
    ]);
  });
});
