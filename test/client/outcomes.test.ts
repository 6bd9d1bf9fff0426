import assert from 'node:assert/strict';
import type { WorkflowHandle } from '@temporalio/client';
import type { Ended } from '../../src/client/watch/outcome.js';
import { endedData, endedLines, endedShort } from '../../src/client/render/outcomes.js';
import { account, TABLE } from './sample.js';

const RUN = { table: TABLE, handle: { workflowId: 'tidemark:sync:x' } as WorkflowHandle, attached: false };
const failed = (change: Parameters<typeof account>[0] | null): Extract<Ended, { kind: 'failed' }> => ({
  kind: 'failed',
  type: 'CopyRefused',
  message: 'Redshift refused it',
  account: change === null ? null : account(change),
});
const HEAD = 'shop.orders: CopyRefused: Redshift refused it';

describe('the end of a run', () => {
  it('by a failure tells what is recorded, and what waits', () => {
    assert.deepEqual(endedLines(RUN, failed({ loads: [], pending: 1 })), [
      HEAD,
      '  Recorded before that: 550,000 rows in 11 files.',
      '  Waiting to be loaded: 1 manifest; the next run begins with that.',
    ]);
  });

  it('by a failure does not call recorded what was only read, nor waiting what is loaded', () => {
    assert.deepEqual(endedLines(RUN, failed({ seq: null, loads: [] })), [HEAD]);
    assert.deepEqual(endedLines(RUN, failed({})), [HEAD, '  Recorded before that: 550,000 rows in 11 files.']);
    assert.deepEqual(endedLines(RUN, failed(null)), [HEAD]);
  });

  it('by a cancel tells the same of the account, and where to look without one', () => {
    const cancelled = (change: Parameters<typeof account>[0] | null): Ended => ({
      kind: 'cancelled',
      account: change === null ? null : account(change),
    });
    assert.deepEqual(endedLines(RUN, cancelled({ outcome: 'cancelled', loads: [], pending: 1 })), [
      'shop.orders: cancelled',
      '  Recorded before that: 550,000 rows in 11 files.',
      '  Waiting to be loaded: 1 manifest; the next run begins with that.',
    ]);
    assert.deepEqual(endedLines(RUN, cancelled({ seq: null, loads: [] })), ['shop.orders: cancelled']);
    assert.match(
      endedLines(RUN, cancelled(null))[0] ?? '',
      /first by the next run. .*: tidemark watermark -t shop.orders$/,
    );
    assert.deepEqual(endedData(RUN, cancelled({ seq: 7 }))['account'], account({ seq: 7 }));
  });

  it('that was not seen says how to watch again', () => {
    assert.deepEqual(endedLines(RUN, { kind: 'detached' }), [
      'shop.orders: detached; workflow tidemark:sync:x goes on. To watch it again: tidemark sync -t shop.orders',
    ]);
    assert.match(endedLines(RUN, { kind: 'lost', message: 'gone' })[0] ?? '', /out of reach \(gone\); the run goes on/);
  });

  it('is data with the same fields whatever it was', () => {
    const endings: Ended[] = [
      { kind: 'account', account: account() },
      failed({}),
      { kind: 'lost', message: 'gone' },
      { kind: 'cancelled', account: null },
    ];
    for (const ended of endings) {
      assert.deepEqual(Object.keys(endedData(RUN, ended)), ['table', 'workflowId', 'outcome', 'failure', 'account']);
    }
    assert.deepEqual(endings.map(endedShort), [
      'completed: 550,000 rows, 11 files',
      'failed: CopyRefused',
      'lost',
      'cancelled',
    ]);
  });
});
