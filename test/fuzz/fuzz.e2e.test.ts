// A few of the histories that `npm run test:fuzz` tells by the hundred; without its rules, the first of them lose rows.
import assert from 'node:assert/strict';
import { optionsOf } from './options.js';
import { runSeeds } from './run-seeds.js';

const few = (given: Parameters<typeof optionsOf>[0]) => ({
  ...optionsOf(given),
  wholeStack: false,
});

describe('histories of a table that is written and read at once', () => {
  it('lose no row and double none', async () => {
    const told: string[] = [];
    const failed = await runSeeds(few({ seeds: '18' }), (line) => told.push(line));
    assert.equal(failed, null, told.join('\n'));
    assert.equal(told.length, 18);
  });

  for (const sabotage of ['guard', 'position', 'snapshotHighWatermark']) {
    it(`lose or double rows without their rule: ${sabotage}`, async () => {
      assert.notEqual(await runSeeds(few({ seeds: '40', sabotage }), () => undefined), null);
    });
  }

  it('are asked for by numbers and names that make sense', () => {
    assert.throws(() => optionsOf({ seeds: '0' }), /--seeds must be a whole number above 0/);
    assert.throws(() => optionsOf({ sabotage: 'luck' }), /--sabotage must be one of none, guard/);
    assert.deepEqual(optionsOf({ seed: '7' }).seeds, [7]);
  });
});
