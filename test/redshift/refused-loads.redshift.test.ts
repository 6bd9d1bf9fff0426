// What can't be loaded is refused by name, with nothing loaded and the load still possible once the cause is cured.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { isFailureType } from '../../src/contract/failures.js';
import * as errors from '../../src/redshift/errors.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import { LoadFixture } from './emulator-fixture.js';
import { orders } from './orders.js';

const never = new AbortController().signal;

describe('refusing a load', () => {
  let loadFixture: LoadFixture;
  const warehouse = () => openWarehouse(loadFixture.config);
  const load = (request: LoadRequest) => warehouse().loadManifest(request, never);
  before(async () => {
    loadFixture = await LoadFixture.start();
    await loadFixture.rows('CREATE SCHEMA shop');
  });
  after(() => loadFixture.stop());

  const failure = async (promise: Promise<unknown>): Promise<Error & { type?: string }> => {
    try {
      await promise;
    } catch (error) {
      assert.ok(error instanceof Error);
      return error;
    }
    return assert.fail('not refused');
  };

  it('does not make a target unless it may', async () => {
    const request = loadFixture.request(orders(1));
    const target = { ...request.target, createTarget: 'never' } as const;
    const error = await failure(load({ ...request, target }));
    assert.equal(error.type, 'TargetMissing');
    assert.equal(await warehouse().targetCount(target), null);
    assert.equal((await load(request)).inserted, 1);
  });

  it('does not load a second table, or a second pipeline, into a target that its ledger gives to another', async () => {
    const first = loadFixture.request(orders(2));
    await load(first);
    const before = await loadFixture.target(first);
    const second = loadFixture.request(orders(3, 9), { target: first.target, mode: 'append' });
    const piped = loadFixture.request(orders(3, 9), { target: first.target, source: first.source, pipeline: 'again' });
    for (const request of [second, piped]) {
      const error = await failure(load(request));
      assert.ok(error instanceof errors.TargetShared, error.message);
      const { schema, table } = first.target;
      assert.ok(
        error.message.includes(`${schema}.${table} is loaded from shop.${first.source.name} (pipeline default)`),
      );
      assert.ok(error.message.includes(`shop.${request.source.name} (pipeline ${request.pipeline})`));
      assert.match(
        error.message,
        /Nothing was loaded; give one of them another target.*tidemark watermark reset -t shop/,
      );
      const asked = warehouse().requireOwnTarget(request.target, request);
      await assert.rejects(asked, errors.TargetShared);
    }
    assert.deepEqual(await loadFixture.target(first), before);
    await warehouse().requireOwnTarget(first.target, first);
    assert.equal((await load(loadFixture.after(first, orders(2)))).reapplied, 2);
  });

  it('asks nothing of a target without a ledger', async () => {
    const request = loadFixture.request(orders(1));
    await warehouse().requireOwnTarget(request.target, request);
  });

  it('does not make a target again that its ledger has loads of', async () => {
    const request = loadFixture.request(orders(1));
    await load(request);
    await loadFixture.rows(`DROP TABLE shop.${request.target.table}`);
    const error = await failure(load(loadFixture.after(request, orders(1))));
    assert.equal(error.type, 'TargetMissing');
    assert.match(error.message, /its ledger has 1 load/);
  });

  it('names every column that does not fit, before anything is read', async () => {
    const request = loadFixture.request(orders(1));
    await loadFixture.rows(
      `CREATE TABLE shop.${request.target.table} (id INTEGER, part VARCHAR(19), note VARCHAR(20), by VARCHAR(9) NOT NULL)`,
    );
    const error = await failure(load(request));
    assert.ok(error instanceof errors.TargetMismatch);
    assert.deepEqual(error.differences, [
      'column Id is INTEGER, BIGINT is needed',
      'column part is VARCHAR(19), too narrow: VARCHAR(20) is needed',
      'column at (TIMESTAMP) is missing',
      'column by is not in the source and is NOT NULL without a default that this account can see',
    ]);
  });

  it('does not make a target under a name that Redshift would cut', async () => {
    const request = loadFixture.request(orders(1));
    const target = { ...request.target, table: 'Ä'.repeat(64) };
    const error = await failure(load({ ...request, target }));
    assert.equal(error.type, 'TargetMismatch');
    assert.match(error.message, /its name "Ä+" takes 128 bytes, and Redshift's names at most 127.*"target:"/);
  });

  it('does not load into a view', async () => {
    const request = loadFixture.request(orders(1));
    await loadFixture.rows(`CREATE VIEW shop.${request.target.table} AS SELECT 1::BIGINT AS id`);
    const error = await failure(load(request));
    assert.ok(error instanceof errors.TargetMismatch);
    assert.deepEqual(error.differences, ['it is a view']);
  });

  it('says that a file or the manifest is gone', async () => {
    const request = loadFixture.request(orders(2));
    for (const name of ['part-0.parquet', 'manifest.json']) {
      loadFixture.remove(request.manifestUrl.replace('manifest.json', name));
      const error = await failure(load(request));
      assert.equal(error.type, 'FileMissing', error.message);
    }
    assert.equal(await warehouse().targetCount(request.target), 0);
  });

  it('says which value was too long, in the words of the server', async () => {
    const request = loadFixture.request([{ id: 1, part: 'a', at: 1, note: 'x'.repeat(21) }]);
    const error = await failure(load(request));
    assert.ok(error instanceof errors.CopyRefused);
    assert.match(error.message, /longer than its VARCHAR column.*column note.*Table: 20, Data: 21/);
    assert.equal(await warehouse().targetCount(request.target), 0);
  });

  it('says that the account may not do it', async () => {
    await loadFixture.forbid('closed');
    const request = loadFixture.request(orders(1));
    const error = await failure(load({ ...request, target: { ...request.target, schema: 'closed' } }));
    assert.equal(error.type, 'AccessDenied');
    assert.match(error.message, /CREATE TABLE.*lacks a privilege.*permission denied/s);
  });

  describe('at the door', () => {
    const knock = (change: object) =>
      failure(openWarehouse({ ...loadFixture.config, ...change }).loadManifest(loadFixture.request(orders(1)), never));

    it('says where nobody answers and what to check, and may be tried again', async () => {
      const error = await knock({ port: 1 });
      assert.ok(error instanceof errors.WarehouseUnreachable);
      assert.ok(error.retryable);
      assert.match(error.message, /127\.0\.0\.1:1\/dev \(.*ECONNREFUSED.*security group/);
    });

    it('ends when the password is wrong, and does not repeat it', async () => {
      const error = await knock({ password: 'hunter2' });
      assert.equal(error.type, 'AccessDenied');
      assert.match(error.message, /refused the account "tidemark"/);
      assert.doesNotMatch(error.message, /hunter2/);
    });

    /** Answers every hello with one message, as a cluster that this machine has no account at. */
    const knockAt = async (type: string, body: Buffer) => {
      const head = Buffer.alloc(5, type);
      head.writeInt32BE(body.length + 4, 1);
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(Buffer.concat([head, body])));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const error = await knock({ port: (server.address() as AddressInfo).port });
      server.close();
      return error;
    };

    it('ends when the password is kept as SHA-256, which the driver cannot answer, and lives on', async () => {
      const error = await knockAt('R', Buffer.from([0, 0, 0, 13, 0, 0, 0, 0]));
      assert.equal(error.type, 'AccessDenied');
      assert.match(error.message, /password of "tidemark".*type 13.*SHA-256.*ALTER USER/);
    });

    it('ends when the cluster takes no plain connections, in its words', async () => {
      const said = 'no pg_hba.conf entry for host "::ffff:10.0.0.1", user "tidemark", database "dev", SSL off';
      const error = await knockAt('E', Buffer.from(`SFATAL\0C28000\0M${said}\0\0`));
      assert.equal(error.type, 'AccessDenied');
      assert.ok(error.message.includes(said), error.message);
      assert.match(error.message, /Check the target's ssl in the config/);
    });

    it('ends when the database is not there', async () => {
      const error = await knock({ database: 'nowhere' });
      assert.equal(error.type, 'BadConfig');
      assert.match(error.message, /no database "nowhere"/);
    });
  });

  it('uses names of final failures that the workflow knows', () => {
    const { target } = loadFixture.request(orders(1));
    const final = [
      new errors.TargetMissing(target, ''),
      new errors.TargetMismatch(target, []),
      errors.TargetShared.byConfig({ schema: 'a', name: 'B' }, target, [{ schema: 'a', name: 'b' }]),
      new errors.TargetBehindWatermark(loadFixture.request(orders(1)), null, 'how'),
      new errors.LedgerConflict(target, 'x', { run: 'r', manifestSha256: 'a' }, 'b'),
      new errors.RowCountMismatch('x', 1, null),
      new errors.AccessDenied('x'),
    ];
    for (const { type, name } of final) {
      assert.ok(isFailureType(type));
      assert.equal(type, name);
    }
  });
});
