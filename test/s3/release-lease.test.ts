import assert from 'node:assert/strict';
import type { Watermark } from '../../src/contract/watermark.js';
import { type EndFacts, endSync } from '../../src/s3/watermark/end-sync.js';
import { LATER, leaseOf, pendingOf, watermark } from './support/sample.js';

type Case = [
  name: string,
  before: Partial<Watermark>,
  facts: Partial<EndFacts>,
  after: [mysql: string, redshift: string, error: string | null],
];

const reading = { mysql_status: 'in_progress' } as const;
const recorded = { ...reading, seq: 1, redshift_status: 'pending', pending: [pendingOf(1, 5)] } as const;
const loaded = { ...reading, seq: 1, loaded_seq: 1, redshift_status: 'success' } as const;
const cases: Case[] = [
  ['all of it', loaded, { outcome: 'completed', phase: 'load' }, ['success', 'success', null]],
  ['only the backup', recorded, { outcome: 'completed', phase: 'record' }, ['success', 'pending', null]],
  ['nothing new', loaded, { outcome: 'nothingNew', phase: 'record' }, ['success', 'success', null]],
  ['nothing there yet', reading, { outcome: 'nothingNew' }, ['success', 'success', null]],
  ['failed while reading', reading, { outcome: 'failed', phase: 'export', error: 'e' }, ['failed', 'pending', 'e']],
  ['failed with a prefix', recorded, { outcome: 'failed', phase: 'record', error: 'e' }, ['failed', 'pending', 'e']],
  ['failed while loading', recorded, { outcome: 'failed', phase: 'load', error: 'e' }, ['success', 'failed', 'e']],
  ['cancelled while reading', reading, { outcome: 'cancelled', phase: 'export' }, ['pending', 'pending', null]],
  ['cancelled while loading', recorded, { outcome: 'cancelled', phase: 'load' }, ['success', 'pending', null]],
  [
    'the backup, after a load that failed',
    { ...recorded, redshift_status: 'failed', last_error: 'old' },
    { outcome: 'nothingNew', phase: 'record' },
    ['success', 'failed', 'old'],
  ],
  [
    'the load that failed before',
    { ...loaded, mysql_status: 'success', last_error: 'old' },
    { outcome: 'completed', phase: 'load' },
    ['success', 'success', null],
  ],
];

describe('ending a sync', () => {
  for (const [name, before, facts, after] of cases) {
    it(`gives the lease back and says how it ended: ${name}`, () => {
      const was = watermark(before);
      const ended = endSync(was, { run: 'run-a', outcome: 'completed', error: null, now: LATER, ...facts });
      assert.ok(ended !== 'unchanged');
      const { mysql_status, redshift_status, last_error, lease } = ended;
      assert.deepEqual([mysql_status, redshift_status, last_error, lease], [...after, null]);
      assert.deepEqual([ended.position, ended.pending, ended.seq], [was.position, was.pending, was.seq]);
    });
  }

  it('leaves a table alone that is not the run’s', () => {
    const facts = { run: 'run-a', outcome: 'completed', error: null, now: LATER } as const;
    for (const current of [null, watermark({ lease: null }), watermark({ lease: leaseOf('run-b') })]) {
      assert.equal(endSync(current, facts), 'unchanged');
    }
  });
});
