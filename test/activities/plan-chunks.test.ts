// A page of ranges stays small enough for one message, whatever the keys are.
import assert from 'node:assert/strict';
import { pageOf } from '../../src/activities/plan-chunks.js';

describe('a page of ranges', () => {
  const range = (length: number) => ({
    after: { at: null, key: ['a'.repeat(length)] },
    upTo: { at: null, key: ['b'.repeat(length)] },
    rows: 1,
  });

  it('is cut where its keys would not fit into one message, and is then not the last one', () => {
    const few = { ranges: Array.from({ length: 100 }, () => range(20)), done: true };
    assert.deepEqual(pageOf(few), few);
    const long = pageOf({ ranges: Array.from({ length: 100 }, () => range(3_000)), done: true });
    assert.equal(long.done, false);
    assert.ok(long.ranges.length > 30 && long.ranges.length < 50, String(long.ranges.length));
    assert.ok(JSON.stringify(long).length < 300_000);
  });

  it('has one range at least', () => {
    const { ranges, done } = pageOf({ ranges: [range(500_000), range(1)], done: true });
    assert.deepEqual([ranges.length, done], [1, false]);
    assert.equal(pageOf({ ranges: [], done: true }).done, true);
  });
});
