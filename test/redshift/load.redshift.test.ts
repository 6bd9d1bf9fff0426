// Loads against a warehouse that refuses what Redshift refuses: each load once, whatever comes between.
import assert from 'node:assert/strict';
import * as errors from '../../src/redshift/errors.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LAST_COPY_COUNT } from '../../src/redshift/load/copy-sql.js';
import { startProxy, type Cut } from './cutting-proxy.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders, SHAPE } from './orders.js';

const never = new AbortController().signal;

describe('loading a manifest', () => {
  let loadFixture: LoadFixture;
  const warehouse = () => openWarehouse(loadFixture.config);
  before(async () => {
    loadFixture = await LoadFixture.start();
  });
  after(() => loadFixture.stop());

  it('makes ledger and target, and says what became of each row', async () => {
    const request = loadFixture.request(orders(5), {}, 2);
    const { loadedAt, ...result } = await warehouse().loadManifest(request, never);
    assert.deepEqual(result, {
      ...{
        seq: 1,
        run: request.run,
        rowsLoaded: 5,
        files: 2,
        inserted: 5,
        updated: 0,
        reapplied: 0,
        stale: 0,
        superseded: 0,
        deleted: 0,
      },
      ...{ targetRows: 5, alreadyLoaded: false, history: { says: 'same' } },
    });
    assert.ok(Math.abs(Date.parse(loadedAt) - Date.now()) < 60_000, loadedAt);
    assert.equal((await loadFixture.target(request)).length, 5);
  });

  it('appends without looking for keys', async () => {
    const first = loadFixture.request(orders(3), { mode: 'append' });
    await warehouse().loadManifest(first, never);
    const second = await warehouse().loadManifest(loadFixture.after(first, orders(3)), never);
    assert.deepEqual([second.inserted, second.targetRows], [3, 6]);
  });

  for (const mode of ['append', 'merge'] as const) {
    it(`loads the same ${mode} once when asked twice`, async () => {
      const request = loadFixture.request(orders(4), { mode });
      const first = await warehouse().loadManifest(request, never);
      const second = await warehouse().loadManifest(request, never);
      assert.deepEqual(second, { ...first, alreadyLoaded: true });
      assert.equal((await loadFixture.target(request)).length, 4);
    });

    it(`loads the same ${mode} once when two attempts race, from the making of the tables on`, async () => {
      const request = loadFixture.request(orders(50), { mode });
      const results = await Promise.all([1, 2, 3].map(() => warehouse().loadManifest(request, never)));
      assert.deepEqual(results.map(({ alreadyLoaded }) => alreadyLoaded).sort(), [false, true, true]);
      assert.equal((await loadFixture.target(request)).length, 50);
    });

    it(`rolls the ${mode} back when COPY loads another number of rows than the manifest says`, async () => {
      const request = { ...loadFixture.request(orders(4), { mode }), rows: 5 };
      await assert.rejects(warehouse().loadManifest(request, never), (error) => {
        assert.ok(error instanceof errors.RowCountMismatch);
        assert.deepEqual([error.type, error.expected, error.found], ['RowCountMismatch', 5, 4]);
        return true;
      });
      assert.deepEqual(await loadFixture.target(request), []);
      assert.deepEqual(await warehouse().ledgerRows(request.target, request), []);
    });
  }

  it('never loads another manifest under a load id that the ledger has', async () => {
    const request = loadFixture.request(orders(2));
    await warehouse().loadManifest(request, never);
    const other = loadFixture.after(request, orders(3), { seq: 1 });
    await assert.rejects(warehouse().loadManifest(other, never), errors.LedgerConflict);
    assert.equal((await loadFixture.target(request)).length, 2);
  });

  it('never loads past a gap', async () => {
    const request = loadFixture.request(orders(2));
    await warehouse().loadManifest(request, never);
    const third = loadFixture.after(request, orders(3), { seq: 3 });
    await assert.rejects(warehouse().loadManifest(third, never), errors.TargetBehindWatermark);
    const fresh = loadFixture.request(orders(2), { seq: 5 });
    await assert.rejects(warehouse().loadManifest(fresh, never), errors.TargetBehindWatermark);
    const base = await warehouse().loadManifest({ ...fresh, ledgerBase: 4 }, never);
    assert.equal(base.inserted, 2);
  });

  it('refuses to merge into a target that holds a key more than once', async () => {
    const first = loadFixture.request(orders(2), { mode: 'append' });
    await warehouse().loadManifest(first, never);
    await loadFixture.rows(
      `INSERT INTO shop.${first.target.table} SELECT * FROM shop.${first.target.table} WHERE id = 1`,
    );
    const second = loadFixture.after(first, orders(2, 2), { mode: 'merge' });
    await assert.rejects(warehouse().loadManifest(second, never), /holds a key more than once/);
    assert.equal((await loadFixture.target(first)).length, 3);
  });

  it('keeps the newest of each key of a first load where the target declares its key', async () => {
    const rows = [...orders(3), ...orders(2, 2), ...orders(1, 3)];
    const request = loadFixture.request(rows, {}, 2);
    const { inserted, superseded, deleted, targetRows } = await warehouse().loadManifest(request, never);
    assert.deepEqual([inserted, superseded, deleted, targetRows], [3, 3, 0, 3]);
    assert.deepEqual(
      (await loadFixture.target(request)).map(([id, , at]) => [id, at]),
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
    );
  });

  it('takes every version of a key for the same where there is no cursor', async () => {
    const shape = { ...SHAPE, cursor: null };
    const first = loadFixture.request(orders(2), { shape });
    await warehouse().loadManifest(first, never);
    const second = await warehouse().loadManifest(loadFixture.after(first, orders(3)), never);
    assert.deepEqual([second.inserted, second.updated, second.reapplied], [1, 0, 2]);
  });

  it('fills columns of its own by their defaults', async () => {
    const request = loadFixture.request(orders(2));
    const { schema, table } = request.target;
    await loadFixture.rows(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await loadFixture.rows(
      `CREATE TABLE ${schema}.${table} (origin VARCHAR(9) NOT NULL DEFAULT 'mysql', note VARCHAR(20), part VARCHAR(20), at TIMESTAMP, id BIGINT)`,
    );
    await warehouse().loadManifest(request, never);
    assert.deepEqual(await loadFixture.rows(`SELECT DISTINCT origin FROM ${schema}.${table}`), [['mysql']]);
  });

  it('lets loads of different targets pass each other', async () => {
    const one = loadFixture.request(orders(1));
    await warehouse().loadManifest(one, never);
    const blocker = await loadFixture.session();
    const ledger = `tidemark.ledger_shop_${one.target.table}`;
    await blocker.query('BEGIN');
    await blocker.query(`LOCK ${ledger}`);
    try {
      assert.equal((await warehouse().loadManifest(loadFixture.request(orders(1)), never)).inserted, 1);
    } finally {
      await blocker.query('ROLLBACK');
    }
  });

  for (const mode of ['append', 'merge'] as const) {
    it(`leaves nothing when it is cancelled in the middle of COPY (${mode})`, async () => {
      const request = loadFixture.request(orders(1), { mode });
      await warehouse().loadManifest(request, never);
      const next = loadFixture.after(request, orders(2));
      const files = loadFixture.holdFiles();
      const abort = new AbortController();
      const ended = assert.rejects(warehouse().loadManifest(next, abort.signal), errors.LoadCancelled);
      await files.reached;
      abort.abort();
      await ended;
      files.release();
      assert.equal((await loadFixture.target(request)).length, 1);
      assert.equal((await warehouse().ledgerRows(request.target, request)).length, 1);
      assert.equal((await warehouse().loadManifest(next, never)).alreadyLoaded, false);
    });
  }

  it('is cancelled while it waits for another load', async () => {
    const request = loadFixture.request(orders(1), { mode: 'append' });
    await warehouse().loadManifest(request, never);
    const blocker = await loadFixture.session();
    await blocker.query('BEGIN');
    await blocker.query(`LOCK tidemark.ledger_shop_${request.target.table}`);
    const abort = new AbortController();
    const ended = assert.rejects(
      warehouse().loadManifest(loadFixture.after(request, orders(2)), abort.signal),
      errors.LoadCancelled,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    abort.abort();
    await ended;
    await blocker.query('ROLLBACK');
    assert.equal((await loadFixture.target(request)).length, 1);
  });

  it('is not cancelled any more once COMMIT was sent', async () => {
    const proxy = await startProxy(loadFixture.config);
    const abort = new AbortController();
    try {
      const request = loadFixture.request(orders(3));
      proxy.cutAt('COMMIT', 'after', () => abort.abort());
      const result = await openWarehouse({ ...loadFixture.config, port: proxy.port }).loadManifest(
        request,
        abort.signal,
      );
      assert.deepEqual([abort.signal.aborted, result.inserted, result.alreadyLoaded], [true, 3, false]);
    } finally {
      await proxy.close();
    }
  });

  it('undoes its loads when the warehouse is closed', async () => {
    const request = loadFixture.request(orders(1));
    await warehouse().loadManifest(request, never);
    const blocker = await loadFixture.session();
    await blocker.query('BEGIN');
    await blocker.query(`LOCK tidemark.ledger_shop_${request.target.table}`);
    const closing = warehouse();
    const ended = assert.rejects(
      closing.loadManifest(loadFixture.after(request, orders(2)), never),
      errors.LoadCancelled,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await closing.close();
    await blocker.query('ROLLBACK');
    await ended;
  });

  describe('when the server gives up on it', () => {
    const assertion = { code: 'XX000', message: 'Assert', detail: 'code: 1000\n context: something nobody has seen' };
    const attempt = async (serverError: typeof assertion, times: number, beginning = 'COPY') => {
      const proxy = await startProxy(loadFixture.config);
      try {
        proxy.refuse(beginning, serverError, times);
        const request = loadFixture.request(orders(2));
        const through = openWarehouse({ ...loadFixture.config, port: proxy.port });
        const outcome = await through.loadManifest(request, never).catch((error: unknown) => error);
        return { outcome, refused: proxy.refused(), request };
      } finally {
        await proxy.close();
      }
    };

    it('tries again by itself after an error that nobody knows', async () => {
      const { outcome, refused, request } = await attempt(assertion, 2);
      assert.equal(refused, 2);
      assert.ok(typeof outcome === 'object' && outcome !== null && 'inserted' in outcome, String(outcome));
      assert.equal((await loadFixture.target(request)).length, 2);
    });

    it('ends when that error stays', async () => {
      const { outcome, refused } = await attempt(assertion, 9);
      assert.equal(refused, 3);
      assert.ok(outcome instanceof errors.CopyRefused);
      assert.match(outcome.message, /at "COPY .* not known here.*something nobody has seen/s);
    });

    it('is not told the reason of another session that had its number', async () => {
      await loadFixture.remember('Access throttled by S3, an hour ago');
      const { outcome } = await attempt(assertion, 9);
      assert.ok(outcome instanceof errors.CopyRefused, String(outcome));
      assert.match(outcome.message, /something nobody has seen/);
      assert.doesNotMatch(outcome.message, /an hour ago/);
    });

    it('leaves a 1023 to the next attempt', async () => {
      const detail = 'Serializable isolation violation on table - 7';
      const { outcome, refused } = await attempt({ code: 'XX000', message: '1023', detail }, 9);
      assert.equal(refused, 1);
      assert.ok(outcome instanceof errors.LoadInterrupted);
    });

    it('says in the words of the server why it was interrupted', async () => {
      const message = 'Query (7) cancelled by WLM abort action of Query Monitoring Rule "long"';
      const { outcome } = await attempt({ code: '57014', message, detail: '' }, 9);
      assert.ok(outcome instanceof errors.LoadInterrupted);
      assert.ok(outcome.message.includes(message), outcome.message);
    });

    it('says what COMMIT was answered with', async () => {
      const detail = 'Serializable isolation violation on table - 7';
      const { outcome, request } = await attempt({ code: 'XX000', message: '1023', detail }, 1, 'COMMIT');
      assert.ok(outcome instanceof errors.LoadInterrupted);
      assert.match(outcome.message, /COMMIT.*1023: Serializable isolation violation on table - 7/);
      assert.doesNotMatch(outcome.message, /answer was lost/);
      assert.equal((await loadFixture.target(request)).length, 0);
    });
  });

  describe('over a connection that breaks', () => {
    const through = async (statement: string, where: Cut, mode: 'append' | 'merge') => {
      const proxy = await startProxy(loadFixture.config);
      try {
        const request = loadFixture.request(orders(4), { mode });
        proxy.cutAt(statement, where);
        const outcome = await openWarehouse({ ...loadFixture.config, host: '127.0.0.1', port: proxy.port })
          .loadManifest(request, never)
          .then(
            (result) => result,
            (error: unknown) => error,
          );
        const again = await warehouse().loadManifest(request, never);
        assert.equal((await loadFixture.target(request)).length, 4);
        assert.equal((await warehouse().ledgerRows(request.target, request)).length, 1);
        return { outcome, again };
      } finally {
        await proxy.close();
      }
    };

    for (const mode of ['append', 'merge'] as const) {
      it(`answers from the ledger when COMMIT took effect and its answer was lost (${mode})`, async () => {
        const { outcome, again } = await through('COMMIT', 'after', mode);
        assert.deepEqual(outcome, { ...again, alreadyLoaded: false });
        assert.equal(again.alreadyLoaded, true);
      });

      it(`says that nothing was loaded when COMMIT never arrived (${mode})`, async () => {
        const { outcome, again } = await through('COMMIT', 'before', mode);
        assert.ok(outcome instanceof errors.LoadInterrupted, String(outcome));
        assert.equal(again.alreadyLoaded, false);
      });

      it(`can be tried again when the connection was lost after COPY (${mode})`, async () => {
        const { outcome, again } = await through(LAST_COPY_COUNT, 'before', mode);
        assert.ok(outcome instanceof errors.LoadInterrupted, String(outcome));
        assert.equal(again.alreadyLoaded, false);
      });
    }
  });
});
