// Faults within a COPY, on the wire: dropped half way, a file that fails, a slow S3.
import assert from 'node:assert/strict';
import { Int64 } from 'apache-arrow';
import type pg from 'pg';
import { refusal, rows, EmulatorFixture } from '../emulator-fixture.js';

describe('A fault within a COPY', () => {
  let fixture: EmulatorFixture;
  let looker: pg.Client;
  let copy: string;
  before(async () => {
    fixture = await EmulatorFixture.start();
    looker = await fixture.connect();
    await looker.query('CREATE TABLE t (id bigint)');
    const file = (number: number) =>
      fixture.put(`bucket/f${number}`, [{ name: 'id', type: new Int64(), values: [BigInt(number), BigInt(number)] }]);
    copy = fixture.copy('t', [1, 2, 3].map(file));
  });
  after(() => fixture.close());
  beforeEach(async () => {
    fixture.standIn.faults.clear();
    await looker.query('DELETE FROM t');
  });
  const count = async () => (await rows(looker, 'SELECT count(*)::int FROM t'))[0];

  for (const where of ['after 2 files', 'after 3 rows']) {
    it(`drops the connection in the middle, ${where}`, async () => {
      const fault = fixture.standIn.faults.arm(`drop in COPY ${where}`);
      await assert.rejects((await fixture.connect()).query(copy), /Connection terminated/);
      assert.deepEqual(await count(), [0]);
      assert.equal(fault.struck, 1);
      await looker.query(copy);
      assert.deepEqual(await count(), [6]);
      assert.deepEqual([fault.seen, fault.struck], [2, 1]);
    });
  }

  it('drops the connection when all is loaded and nothing is said', async () => {
    const fault = fixture.standIn.faults.arm('drop after COPY');
    await assert.rejects((await fixture.connect()).query(copy), /Connection terminated/);
    assert.deepEqual(await count(), [6]);
    assert.equal(fault.struck, 1);
  });

  const FAILURES: [string, RegExp][] = [
    ['throttled', /Access throttled/],
    ['retries', /Retries exceeded/],
    ['403', /Status 403,Error AccessDenied/],
    ['416', /416 Message: InvalidRange/],
    ['500', /Status 500,Error InternalError/],
    ['503', /reduce your request rate.,Status 503/],
  ];
  for (const [name, text] of FAILURES) {
    it(`fails the second file: ${name}`, async () => {
      const fault = fixture.standIn.faults.arm(`fail ${name} at file 2`);
      const { code, message, detail } = await refusal(looker, copy);
      assert.equal(code, 'XX000');
      assert.match(`${message} ${detail}`, text);
      assert.deepEqual(await count(), [0]);
      assert.equal(fault.struck, 1);
      await looker.query(copy);
      assert.deepEqual(await count(), [6]);
    });
  }

  it('fails a file of the second COPY only', async () => {
    const fault = fixture.standIn.faults.arm('fail throttled at file 3 #2');
    await looker.query(copy);
    await refusal(looker, copy);
    assert.deepEqual([fault.seen, fault.struck], [2, 1]);
  });

  it('holds a COPY in the middle, which others do not wait for', async () => {
    const fault = fixture.standIn.faults.arm('hold in COPY after 1 file');
    const copied = (await fixture.connect()).query(copy);
    await fault.reached;
    await looker.query('CREATE TABLE IF NOT EXISTS other (id bigint)');
    await looker.query(copy.replace('COPY t', 'COPY other'));
    assert.deepEqual(await count(), [0]);
    fixture.standIn.faults.clear();
    await copied;
    assert.deepEqual(await count(), [6]);
  });

  it('lets what it holds be cancelled', async () => {
    const fault = fixture.standIn.faults.arm('hold in COPY after 1 file');
    const client = await fixture.connect();
    await client.query('SET statement_timeout TO 300');
    const refused = refusal(client, copy);
    await fault.reached;
    assert.equal((await refused).code, '57014');
    assert.deepEqual(await count(), [0]);
  });

  it('makes every GET slow until it is cleared: manifest, footers and files', async () => {
    const fault = fixture.standIn.faults.arm('slow 20 ms');
    await looker.query(copy);
    assert.equal(fault.struck, 7);
    fixture.standIn.faults.clear();
    await looker.query(copy);
    assert.equal(fault.struck, 7);
  });
});
