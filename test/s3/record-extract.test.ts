import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Position } from '../../src/contract/position.js';
import { MAX_PENDING } from '../../src/contract/watermark.js';
import { type ExtractFacts, recordExtract } from '../../src/s3/watermark/record-extract.js';
import { LATER, leaseOf, pendingOf, stored, watermark } from './support/sample.js';

const POSITION: Position = { kind: 'cursor', at: '2026-01-31 08:00:00', key: ['7'] };
const BOUND = { kind: 'cursor', before: '2026-01-31 08:00:01' } as const;

const facts = (changes: Partial<ExtractFacts> = {}): ExtractFacts => ({
  run: 'run-a',
  base: 0,
  manifest: stored(100, 2),
  position: POSITION,
  bound: BOUND,
  strategy: 'timestamp+id',
  mode: 'merge',
  where: null,
  workflowId: 'w-1',
  now: LATER,
  ...changes,
});

describe('recording an extract', () => {
  it('adds up the values that policies changed, by column and reason', () => {
    const changed = { posted: { zeroDate: 2 }, body: { tooLong: 1, nul: 3 } };
    const first = recordExtract(watermark(), facts({ manifest: { ...stored(100, 2), changed } }));
    assert.deepEqual(first.values_changed, [
      { column: 'posted', zeroDate: 2 },
      { column: 'body', tooLong: 1, nul: 3 },
    ]);
    const more = { ...stored(10, 1), changed: { posted: { zeroDate: 5 } } };
    const second = recordExtract(first, facts({ base: 1, manifest: more }));
    assert.deepEqual(second.values_changed, [
      { column: 'posted', zeroDate: 7 },
      { column: 'body', tooLong: 1, nul: 3 },
    ]);
    assert.equal('values_changed' in recordExtract(watermark(), facts()), false);
  });

  it('adds rows and files to the totals and the manifest to what is pending', () => {
    const before = watermark({ seq: 4, mysql_rows_extracted: 1_000, s3_file_count: 20, pending: [pendingOf(4, 9)] });
    const after = recordExtract(before, facts({ base: 4 }));
    assert.deepEqual(
      [after.seq, after.mysql_rows_extracted, after.s3_file_count, after.redshift_status],
      [5, 1_100, 22, 'pending'],
    );
    assert.deepEqual(
      after.pending.map(({ seq, run, rows, files }) => [seq, run, rows, files]),
      [
        [4, 'run-4', 9, 1],
        [5, 'run-a', 100, 2],
      ],
    );
    assert.deepEqual(after.last_run, {
      run: 'run-a',
      seq: 5,
      rows: 100,
      files: 2,
      bytes: 1_000,
      recordedAt: LATER,
      loadedAt: null,
      workflowId: 'w-1',
    });
    assert.deepEqual([after.position, after.bound, after.last_checked_at], [POSITION, BOUND, LATER]);
    assert.deepEqual([after.strategy, after.mode], ['timestamp+id', 'merge']);
  });

  it('counts once, however often it is recorded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1e9), fc.nat(500), fc.nat(50), (times, total, rows, base) => {
        const before = watermark({ seq: base, mysql_rows_extracted: total });
        let after = before;
        for (let i = 0; i < times; i += 1) after = recordExtract(after, facts({ base, manifest: stored(rows, 1) }));
        assert.deepEqual([after.seq, after.mysql_rows_extracted, after.s3_file_count], [base + 1, total + rows, 1]);
        assert.equal(after.pending.length, 1);
      }),
    );
  });

  it('answers with the stored entry also after it was loaded and the lease went back', () => {
    const recorded = recordExtract(watermark(), facts());
    const ended = { ...recorded, lease: null, pending: [], loaded_seq: 1 };
    assert.equal(recordExtract(ended, facts()), ended);
  });

  it('uses no seq without rows: only position, bound and the time of the look move', () => {
    const before = watermark({
      seq: 2,
      position: { kind: 'from', at: '2026-01-01 00:00:00' },
      mysql_rows_extracted: 5,
    });
    const after = recordExtract(before, facts({ base: 2, manifest: null }));
    assert.deepEqual(after, {
      ...before,
      strategy: 'timestamp+id',
      mode: 'merge',
      position: POSITION,
      bound: BOUND,
      last_checked_at: LATER,
      updated_at: LATER,
    });
  });

  const refusals: [string, Parameters<typeof watermark>[0], Partial<ExtractFacts>, string, RegExp][] = [
    ['another run recorded first', { seq: 1 }, {}, 'Superseded', /began at seq 0, and the watermark is at 1/],
    ['another run recorded without rows of ours', { seq: 1 }, { manifest: null }, 'Superseded', /at 1 by another run/],
    ['another run has the lease', { lease: leaseOf('run-b') }, {}, 'LeaseLost', /run run-b holds it/],
    ['nobody has the lease', { lease: null }, {}, 'LeaseLost', /nobody holds it/],
    ['another run has the lease, without rows', { lease: null }, { manifest: null }, 'LeaseLost', /nobody holds it/],
    [
      'a thousand manifests wait',
      { seq: MAX_PENDING, pending: Array.from({ length: MAX_PENDING }, (_, i) => pendingOf(i + 1, 1)) },
      { base: MAX_PENDING },
      'TooManyPending',
      /shop.orders has 1000 pending manifests, the maximum; .* --redshift-only/,
    ],
    [
      'the position would go back to the first load',
      { position: POSITION },
      { position: { kind: 'firstLoad', snapshotHighWatermark: '2026-01-01 00:00:00', afterKey: null } },
      'Superseded',
      /"firstLoad" is behind the watermark's "cursor"/,
    ],
    [
      'the position would change its strategy',
      { position: POSITION },
      { position: { kind: 'id', key: ['1'] } },
      'Superseded',
      /"id" is behind/,
    ],
  ];
  for (const [name, before, change, type, message] of refusals) {
    it(`refuses when ${name}`, () => {
      assert.throws(() => recordExtract(watermark(before), facts(change)), { type, message });
    });
  }

  it('refuses when the watermark is gone', () => {
    assert.throws(() => recordExtract(null, facts()), { type: 'LeaseLost', message: /the watermark is gone/ });
  });
});
