// More tables than one history holds: the run continues as new between tables, and its account stays whole.
import assert from 'node:assert/strict';
import { serverSuggesting } from '../support/dev-server.js';
import { chainOf } from '../support/history.js';
import { type TemporalServer, withFlow } from '../support/flow.js';
import { TablesWorld } from './tables-world.js';

describe('a run over many tables that continues as new', () => {
  let server: TemporalServer;
  let stop: () => Promise<void>;

  before(async () => {
    ({ server, stop } = await serverSuggesting(40));
  });
  after(() => stop());

  it('lists every table once, runs each once, and keeps its history short', async () => {
    const world = new TablesWorld();
    const names = Array.from({ length: 35 }, (_, i) => `shop.t${i}`);
    for (const name of names) world.table(name, 2);
    await withFlow(
      world,
      async (flow) => {
        const sync = await world.start(flow, { all: true });
        const { tables, totals } = await sync.result();
        assert.deepEqual(tables.map(({ table }) => table).sort(), [...names].sort());
        assert.deepEqual([totals.completed, totals.rows, totals.rowsLoaded], [35, 70, 70]);
        const chain = await chainOf(flow.client, sync as never);
        assert.ok(chain.length >= 3, `${chain.length} runs`);
        for (const { events } of chain) assert.ok(events < 300, `${events} events`);
      },
      { server },
    );
    assert.equal(world.lists.length, 1);
    assert.deepEqual(world.begun.sort(), [...names].sort());
    for (const table of world.tables.values()) table.check();
  });
});
