// A position of one cursor under another would lose rows silently: the config's is refused, and what no config names stays as it was.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { systemTest } from './support/system-test.js';

describe('a position', () => {
  systemTest(
    'is continued by its own cursor, also once none is named, and is refused under another',
    async (fixture) => {
      const table = fixture.table('orders');
      await fixture.mysql(
        `CREATE TABLE ${table} (id INT PRIMARY KEY, modified TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),` +
          ' updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY by_modified (modified))',
      );
      await fixture.mysql(`INSERT INTO ${table} (id) SELECT seq FROM seq_1_to_100`);
      fixture.configure('orders', { cursor: 'modified' });
      const stop = fixture.startWorker();
      assert.equal((await fixture.sync({ table })).rows, 100);
      await stop();

      // Of the row that comes now, the one stamp is behind the position and the other before it.
      await fixture.mysql(`INSERT INTO ${table} (id, updated_at) VALUES (101, '2020-01-01')`);
      await fixture.mysql(`CREATE INDEX by_updated_at ON ${table} (updated_at)`);
      fixture.configure('orders', { cursor: 'updated_at' });
      const again = fixture.startWorker();
      await assert.rejects(fixture.sync({ table }), (error: unknown) => {
        assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
        assert.equal(error.cause.type, 'StrategyChanged');
        assert.match(
          error.cause.message,
          /has been read by \(modified, id\), and would now be read by \(updated_at, id\)/,
        );
        assert.match(error.cause.message, /Put "cursor: modified" back/);
        return true;
      });
      await again();

      // Left to choose, a table would now be compared as a whole; the position decides.
      fixture.configure('orders', {});
      fixture.startWorker();
      const { rows, position } = await fixture.sync({ table });
      assert.deepEqual([rows, position?.kind], [1, 'cursor']);
    },
  );
});
