// AWS's own Python driver, redshift_connector, logs in to the emulator and works on it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Int64 } from 'apache-arrow';
import { EmulatorFixture } from '../emulator-fixture.js';
import { pythonWithDriver } from './python-packages.js';

// Beside the compiled code there are no scripts: they are where the sources are.
const SCRIPT = join(process.cwd(), 'test', 'emulator', 'drivers', 'redshift_connector_steps.py');

describe("AWS's redshift_connector on the emulator", () => {
  let fixture: EmulatorFixture;
  const said = new Map<string, unknown>();
  before(async function () {
    this.timeout(300_000);
    const python = await pythonWithDriver();
    fixture = await EmulatorFixture.start();
    const client = await fixture.connect();
    await client.query('CREATE TABLE loaded (id bigint)');
    const copy = fixture.copy('loaded', [
      fixture.put('bucket/f', [{ name: 'id', type: new Int64(), values: [1n, 2n] }]),
    ]);
    const login = { host: '127.0.0.1', port: fixture.standIn.port, ...fixture.postgres.login };
    const printed = await python.run(SCRIPT, [JSON.stringify(login), copy]);
    for (const line of printed.trim().split('\n')) {
      const { step, value } = JSON.parse(line) as { step: string; value: unknown };
      said.set(step, value);
    }
  });
  after(() => fixture.close());

  it('is refused with a wrong password', () =>
    assert.deepEqual(said.get('wrong password'), {
      S: 'FATAL',
      C: '28000',
      M: 'password authentication failed for user "tidemark"',
    }));

  it('gets values of every kind back', () => {
    assert.deepEqual(said.get('parameters'), [7, 'seven', '2026-02-28']);
    assert.deepEqual(said.get('types'), [1, 2, 1.5, true, '2026-01-02 03:04:05+00:00', null]);
  });

  it('inserts one and many rows, and fetches them', () => {
    assert.deepEqual(said.get('description'), ['id', 'name', 'price', 'sold']);
    assert.deepEqual(said.get('fetchall'), [
      [1, 'Zoë', '12.50', '2026-01-02 03:04:05.678901'],
      [2, 'two', null, null],
      [3, null, null, null],
    ]);
  });

  it('rolls back, and goes on after an error', () => {
    assert.equal(said.get('deleted'), 3);
    assert.deepEqual(said.get('after rollback'), [3]);
    assert.deepEqual(said.get('refused'), { S: 'ERROR', C: '42P01', M: 'relation "nowhere" does not exist' });
    assert.deepEqual(said.get('autocommit'), [4]);
  });

  it('has its DISTKEY and SORTKEY recorded, though it flushes after every message', () =>
    assert.deepEqual(said.get('definition'), [
      ['id', 'bigint', true, 0],
      ['name', 'character varying(20)', false, 0],
      ['price', 'numeric(10,2)', false, 0],
      ['sold', 'timestamp without time zone', false, 1],
    ]));

  it('is told what cannot run in a transaction', () =>
    assert.deepEqual(said.get('vacuum in a transaction'), {
      S: 'ERROR',
      C: '25001',
      M: 'VACUUM cannot run inside a transaction block',
    }));

  it('loads by COPY, and hears why a COPY is refused', () => {
    assert.deepEqual(said.get('loaded'), [2, 2]);
    assert.equal((said.get('not loaded') as { M: string }).M, 'Cannot COPY into nonexistent table nowhere');
  });

  it('lists schemas, databases and keys', () => {
    assert.deepEqual(said.get('get_schemas'), [['public', 'dev']]);
    assert.deepEqual(said.get('get_catalogs'), [['dev']]);
    assert.deepEqual(said.get('get_primary_keys'), []);
  });
});
