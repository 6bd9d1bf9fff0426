// Strategy `checksum` as the workflow runs it: what is recorded, and when nothing is.
import assert from 'node:assert/strict';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { moment } from './support/fake-source.js';
import { final } from './support/in-memory-activities.js';
import { progressOf, untilProgress, withFlow } from './support/flow.js';

const world = (rows: number): InMemoryActivities => {
  const activities = new InMemoryActivities();
  activities.source.strategy = 'checksum';
  activities.source.insert(rows);
  return activities;
};
const run = (activities: InMemoryActivities) => withFlow(activities, async (flow) => (await flow.start()).result());

describe('a read by checksums', () => {
  it('carries what differs, and records the map with it', async () => {
    const activities = world(55);
    const first = await run(activities);
    assert.deepEqual([first.rows, first.compared, first.deletes, first.seq], [55, 55, undefined, 1]);
    assert.equal(first.position?.kind, 'checksum');
    assert.deepEqual(activities.watermark.position, first.position);

    const { source } = activities;
    source.rows = source.rows.filter(({ id }) => id !== 7 && id !== 31);
    source.rows[20] = { ...source.rows[20]!, at: moment(5) };
    source.insert(1);
    const second = await run(activities);
    assert.deepEqual([second.rows, second.compared, second.deletes, second.seq], [2, 54, 2, 2]);
    assert.notDeepEqual(second.position, first.position);
    assert.equal(second.loads[0]?.deleted, 2);
    activities.check();
  });

  it('records nothing but that it looked when nothing differs', async () => {
    const activities = world(25);
    const first = await run(activities);
    const again = await run(activities);
    assert.deepEqual([again.outcome, again.seq, again.rows, again.compared], ['nothingNew', null, 0, 25]);
    assert.deepEqual(again.position, first.position);
    assert.deepEqual([activities.watermark.seq, activities.count('writeManifest')], [1, 1]);
    assert.equal(activities.count('recordExtract'), 2);
  });

  it('records a manifest without rows where rows are only gone', async () => {
    const activities = world(25);
    await run(activities);
    activities.source.rows.splice(3, 4);
    const second = await run(activities);
    assert.deepEqual([second.outcome, second.rows, second.files, second.deletes], ['completed', 0, 0, 4]);
    assert.deepEqual([second.seq, second.loads[0]?.deleted], [2, 4]);
    activities.check();
  });

  it('that is cancelled leaves the map of the run before', async () => {
    const activities = world(100);
    const { position } = await run(activities);
    activities.source.rows = activities.source.rows.map((row) => ({ ...row, at: moment(7) }));
    const gate = activities.hold('exportChunk', ({ chunk }) => chunk > 2);
    await withFlow(activities, async (flow) => {
      const sync = await flow.start();
      await gate.reached(3);
      await untilProgress(sync, ({ compared }) => compared === 20);
      await sync.cancel();
      await assert.rejects(sync.result());
      assert.equal((await progressOf(sync)).rows, 0);
    });
    gate.open();
    assert.deepEqual([activities.watermark.position, activities.watermark.seq], [position, 1]);
    assert.equal((await run(activities)).rows, 100);
    activities.check();
  });

  it('that is refused for its deletes records nothing, and gives the lease back', async () => {
    const activities = world(30);
    const { position } = await run(activities);
    activities.source.rows.length = 1;
    activities.on('writeManifest', () => {
      throw final('TooManyDeletes', '29 of the 30 rows are gone');
    });
    await assert.rejects(run(activities));
    assert.deepEqual([activities.watermark.position, activities.watermark.seq, activities.lease], [position, 1, null]);
  });

  it('takes no row limit', async () => {
    const activities = world(30);
    await withFlow(activities, async (flow) => {
      await assert.rejects((await flow.start({ limit: 5 })).result());
    });
    assert.equal(activities.count('exportChunk'), 0);
  });
});
