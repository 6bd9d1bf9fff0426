import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Int64 } from 'apache-arrow';
import type pg from 'pg';
import { refusal, rows, EmulatorFixture } from './emulator-fixture.js';

describe('A session of the emulator', () => {
  let fixture: EmulatorFixture;
  let client: pg.Client;
  before(async () => {
    fixture = await EmulatorFixture.start();
  });
  after(() => fixture.close());
  beforeEach(async () => {
    fixture.s3.before = () => undefined;
    client = await fixture.connect();
    await client.query('DROP TABLE IF EXISTS t');
    await client.query('CREATE TABLE t (id bigint)');
  });
  afterEach(() => client.end());
  const file = (...values: bigint[]) => fixture.put('bucket/f', [{ name: 'id', type: new Int64(), values }]);
  const slowly = (milliseconds: number) => {
    fixture.s3.before = () => new Promise((resolve) => setTimeout(resolve, milliseconds));
  };

  it('says no to TLS', () => assert.rejects(fixture.connect({ ssl: {} }), /does not support SSL/));

  it('ends a TLS hello that asks for nothing first', async () => {
    const socket = connect(fixture.standIn.port, '127.0.0.1');
    socket.write(Buffer.from([0x16, 3, 1, 0, 0xf4, 1, 0, 0, 0xf0]));
    await new Promise((resolve) => socket.on('close', resolve).resume());
  });

  it('reports itself as PostgreSQL 8.0.2', async () => {
    const parameters = new Map<string, string>();
    const other = await fixture.connect();
    // Reported at the start of a session; pg keeps only some, so a change is asked for.
    (other as unknown as { connection: NodeJS.EventEmitter }).connection.on(
      'parameterStatus',
      (message: { parameterName: string; parameterValue: string }) =>
        parameters.set(message.parameterName, message.parameterValue),
    );
    await other.query("SET client_encoding TO 'LATIN1'");
    await other.query("SET client_encoding TO 'UTF8'");
    assert.equal(parameters.get('client_encoding'), 'UNICODE');
  });

  it('answers pipelined statements in order, each with its own outcome', async () => {
    const copy = fixture.copy('t', [file(1n, 2n)]);
    const answers = await Promise.allSettled([
      client.query('BEGIN'),
      client.query(copy),
      client.query('SELECT pg_last_copy_count()::int AS n'),
      client.query('SELECT $1::int AS n', [7]),
      client.query('COPY t FROM nonsense'),
      client.query('SELECT 1'),
      client.query('COMMIT'),
      client.query('SELECT count(*)::int AS n FROM t'),
    ]);
    const outcome = answers.map((answer) =>
      answer.status === 'fulfilled'
        ? `${answer.value.command} ${JSON.stringify(answer.value.rows)}`
        : ((answer.reason as pg.DatabaseError).code ?? ''),
    );
    assert.deepEqual(outcome, [
      'BEGIN []',
      'COPY []',
      'SELECT [{"n":2}]',
      'SELECT [{"n":7}]',
      '42601',
      '25P02',
      'ROLLBACK []',
      'SELECT [{"n":0}]',
    ]);
  });

  it('makes one transaction of several statements in one text', async () => {
    await refusal(client, `CREATE TABLE several (a int); ${fixture.copy('nowhere', [])}`);
    assert.equal((await refusal(client, 'SELECT * FROM several')).code, '42P01');
    await client.query(
      `CREATE TABLE several (a int); INSERT INTO several VALUES (1); ${fixture.copy('t', [file(5n)])}`,
    );
    assert.deepEqual(await rows(client, 'SELECT a, id FROM several, t'), [[1, '5']]);
  });

  it('runs COPY through the extended protocol, prepared once and used twice', async () => {
    const text = fixture.copy('t', [file(1n, 2n)]);
    await client.query({ name: 'load', text });
    await client.query({ name: 'load', text });
    await client.query({ text, queryMode: 'extended' } as pg.QueryConfig);
    assert.deepEqual(await rows(client, 'SELECT count(*)::int FROM t'), [[6]]);
    const bad = { text: fixture.copy('nowhere', []), queryMode: 'extended' } as pg.QueryConfig;
    await assert.rejects(client.query(bad), { code: '42P01' });
    await assert.rejects(client.query('SAVEPOINT a', []), { code: '0A000' });
    assert.deepEqual(await rows(client, 'SELECT 1'), [[1]]);
  });

  it('lets a client cancel a COPY that waits for S3', async () => {
    const copy = fixture.copy('t', [file(1n)]);
    slowly(5_000);
    const running = assert.rejects(client.query(copy), { code: '57014' });
    const began = Date.now();
    setTimeout(() => cancel(fixture, client), 100);
    await running;
    assert.ok(Date.now() - began < 2_000);
    assert.deepEqual(await rows(client, 'SELECT count(*)::int FROM t'), [[0]]);
  });

  it('lets a client cancel a plain query', async () => {
    const running = assert.rejects(
      client.query('SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 1000) b'),
      { code: '57014', message: /cancelled on user's request/ },
    );
    setTimeout(() => cancel(fixture, client), 200);
    await running;
  });

  it('keeps statement_timeout during a COPY', async () => {
    const copy = fixture.copy('t', [file(1n)]);
    slowly(5_000);
    await client.query('SET statement_timeout TO 300');
    const began = Date.now();
    assert.equal((await refusal(client, copy)).code, '57014');
    assert.ok(Date.now() - began < 2_000);
  });

  it('rolls a COPY back when its client dies', async () => {
    const other = await fixture.connect();
    await other.query('BEGIN');
    const copy = fixture.copy('t', [file(1n)]);
    slowly(500);
    const lost = assert.rejects(other.query(copy));
    setTimeout(
      () => (other as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
      100,
    );
    await lost;
    await client.query('BEGIN');
    await client.query('LOCK t');
    assert.deepEqual(await rows(client, 'SELECT count(*)::int FROM t'), [[0]]);
    await client.query('ROLLBACK');
  });
});

/** As a driver does: the key over a connection of its own. */
function cancel(fixture: EmulatorFixture, client: pg.Client): void {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(80_877_102, 4);
  packet.writeInt32BE(processID, 8);
  packet.writeInt32BE(secretKey, 12);
  connect(fixture.standIn.port, '127.0.0.1').end(packet);
}
