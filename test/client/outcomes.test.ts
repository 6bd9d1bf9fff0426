import assert from 'node:assert/strict';
import type { WorkflowHandle } from '@temporalio/client';
import type { Outcome } from '../../src/client/watch/outcome.js';
import { outcomeData, outcomeLines, outcomeShort } from '../../src/client/render/outcomes.js';
import { syncResult, TABLE } from './sample.js';

const RUN = { table: TABLE, handle: { workflowId: 'tidemark:sync:x' } as WorkflowHandle, attached: false };
const failed = (change: Parameters<typeof syncResult>[0] | null): Extract<Outcome, { kind: 'failed' }> => ({
  kind: 'failed',
  type: 'CopyRefused',
  message: 'Redshift refused it',
  syncResult: change === null ? null : syncResult(change),
});
const HEAD = 'shop.orders: CopyRefused: Redshift refused it';

describe('the end of a run', () => {
  it('by a failure tells what is recorded, and what waits', () => {
    assert.deepEqual(outcomeLines(RUN, failed({ loads: [], pending: 1 })), [
      HEAD,
      '  Recorded before that: 550,000 rows in 11 files.',
      '  Waiting to be loaded: 1 manifest; the next run begins with that.',
    ]);
  });

  it('by a failure does not call recorded what was only read, nor waiting what is loaded', () => {
    assert.deepEqual(outcomeLines(RUN, failed({ seq: null, loads: [] })), [HEAD]);
    assert.deepEqual(outcomeLines(RUN, failed({})), [HEAD, '  Recorded before that: 550,000 rows in 11 files.']);
    assert.deepEqual(outcomeLines(RUN, failed(null)), [HEAD]);
  });

  it('by a cancel tells the same of the account, and where to look without one', () => {
    const cancelled = (change: Parameters<typeof syncResult>[0] | null): Outcome => ({
      kind: 'cancelled',
      syncResult: change === null ? null : syncResult(change),
    });
    assert.deepEqual(outcomeLines(RUN, cancelled({ outcome: 'cancelled', loads: [], pending: 1 })), [
      'shop.orders: cancelled',
      '  Recorded before that: 550,000 rows in 11 files.',
      '  Waiting to be loaded: 1 manifest; the next run begins with that.',
    ]);
    assert.deepEqual(outcomeLines(RUN, cancelled({ seq: null, loads: [] })), ['shop.orders: cancelled']);
    assert.match(
      outcomeLines(RUN, cancelled(null))[0] ?? '',
      /first by the next run. .*: tidemark watermark get -t shop.orders$/,
    );
    assert.deepEqual(outcomeData(RUN, cancelled({ seq: 7 }))['syncResult'], syncResult({ seq: 7 }));
  });

  it('that was not seen says how to watch again', () => {
    assert.deepEqual(outcomeLines(RUN, { kind: 'detached' }), [
      'shop.orders: detached; workflow tidemark:sync:x goes on. To watch it again: tidemark sync -t shop.orders',
    ]);
    assert.match(
      outcomeLines(RUN, { kind: 'lost', message: 'gone' })[0] ?? '',
      /out of reach \(gone\); the run goes on/,
    );
  });

  it('is data with the same fields whatever it was', () => {
    const endings: Outcome[] = [
      { kind: 'completed', syncResult: syncResult() },
      failed({}),
      { kind: 'lost', message: 'gone' },
      { kind: 'cancelled', syncResult: null },
    ];
    for (const ended of endings) {
      assert.deepEqual(Object.keys(outcomeData(RUN, ended)), [
        'table',
        'workflowId',
        'outcome',
        'failure',
        'syncResult',
      ]);
    }
    assert.deepEqual(endings.map(outcomeShort), [
      'completed: 550,000 rows, 11 files',
      'failed: CopyRefused',
      'lost',
      'cancelled',
    ]);
  });
});
