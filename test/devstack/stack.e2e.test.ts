// The local stack on real servers: up, up again, and gone, however it ends.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataRoot, unprivilegedAccount } from '../../packages/devstack/src/processes/unprivileged-user.js';
import { startDetached } from '../../packages/devstack/src/processes/detach.js';
import { fillTable } from '../../packages/devstack/src/fill.js';
import { isFree, type Ports } from '../../packages/devstack/src/processes/ports.js';
import { isRunning, type ProcessIdentity } from '../../packages/devstack/src/processes/process-identity.js';
import { removeStack } from '../../packages/devstack/src/state/remove-stack.js';
import { runMysql, runRedshift } from '../../packages/devstack/src/run-sql.js';
import { startStack, type StackOptions } from '../../packages/devstack/src/stack.js';
import { readState } from '../../packages/devstack/src/state/state.js';
import { readStatus } from '../../packages/devstack/src/status.js';

describe('The local stack', function () {
  this.timeout(120_000);
  let dir = '';
  const options = (): StackOptions => ({ dir, ui: false, mysqlBufferPool: '64M' });
  const servers = (): ProcessIdentity[] => Object.values(readState(dir)?.servers ?? {});
  const ports = (): Ports => {
    const state = readState(dir);
    assert.ok(state);
    return state.ports;
  };
  before(() => (dir = mkdtempSync(join(tmpdir(), 'tidemark-stack-'))));
  after(async () => {
    await removeStack(dir);
    rmSync(dir, { recursive: true, force: true });
  });
  const nothingIsLeft = async (left: ProcessIdentity[], taken: Ports): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (left.some(isRunning) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(left.filter(isRunning), []);
    for (const [name, port] of Object.entries(taken)) assert.ok(await isFree(port), `${name}'s port ${port} is taken`);
  };

  it('starts every server once, however often it is started, and leaves nothing when stopped', async () => {
    const lines: string[] = [];
    const stack = await startStack({ ...options(), log: (line) => lines.push(line) });
    try {
      assert.equal(stack.alreadyUp, false);
      assert.ok(stack.status.up, JSON.stringify(readState(dir)));
      assert.equal(statSync(stack.status.config).mode & 0o777, 0o600);
      for (const name of ['temporal', 'mysql', 's3', 'postgres', 'redshift'])
        assert.ok(
          lines.some((line) => line.startsWith(`${name} is up`)),
          `${name}: ${lines.join('; ')}`,
        );

      const again = await startStack(options());
      assert.equal(again.alreadyUp, true);
      assert.deepEqual(again.status, stack.status);
      await again.stop();
      assert.ok(stack.status.up);

      const { mysql, redshift } = stack.status;
      const filled = await fillTable({ mysql, table: 's.t', rows: 1_000, batchRows: 300 });
      assert.deepEqual(
        { ...filled, seconds: 0 },
        { table: 's.t', rows: 1_000, firstId: '1', lastId: '1000', created: true, seconds: 0 },
      );
      await fillTable({ mysql, table: 's.u', rows: 1_000, batchRows: 1_000 });
      await fillTable({ mysql, table: 's.t', rows: 10 });
      const [rows, same, zone] = await runMysql(
        mysql,
        `SELECT COUNT(*), MAX(id), SUM(updated_at > UTC_TIMESTAMP(6)) FROM s.t;
         SELECT COUNT(*) FROM s.t JOIN s.u USING (id, order_no, station_name, amount, status, is_cod);
         SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 's' AND table_name = 't'`,
      );
      assert.deepEqual(rows?.rows, [['1010', '1010', '0']]);
      assert.deepEqual(same?.rows, [['1000']]);
      assert.deepEqual(zone?.rows, [['13']]);
      const asReader = { ...mysql, adminUser: mysql.user, adminPassword: mysql.password };
      await assert.rejects(runMysql(asReader, 'DELETE FROM s.t'), /denied/);
      assert.deepEqual((await runRedshift(redshift, 'SELECT 1 AS one'))[0]?.rows, [['1']]);

      await stack.stopServer('mysql');
      assert.equal(stack.status.mysql.pid, null);
      assert.equal(stack.status.up, false);
      await stack.startServer('mysql');
      assert.ok(stack.status.up);
    } finally {
      const left = servers();
      await stack.stop();
      await nothingIsLeft(left, ports());
    }
  });

  it('leaves no process and no port when its supervisor is killed, and starts again with its data', async () => {
    await startDetached({ dir, ui: false });
    const left = servers();
    assert.equal(left.length, 5);
    const supervisor = readStatus(dir)?.supervisor.pid;
    assert.ok(supervisor != null);
    process.kill(supervisor, 'SIGKILL');
    const before = ports();
    await nothingIsLeft(left, before);
    assert.equal(readStatus(dir)?.up, false);

    const taken = await listen(before.mysql);
    const stack = await startStack(options());
    try {
      assert.notEqual(stack.status.mysql.port, before.mysql);
      assert.equal(stack.status.redshift.port, before.redshift);
      const [count] = await runMysql(stack.status.mysql, 'SELECT COUNT(*) FROM s.t');
      assert.deepEqual(count?.rows, [['1010']]);
    } finally {
      await stack.stop();
      await new Promise((resolve) => taken.close(resolve));
    }
  });

  it('says in one sentence, with the log, which server could not start, and stops the others', async () => {
    await assert.rejects(startStack({ ...options(), mysqlArgs: ['--no-such-option'] }), (error: Error) => {
      assert.match(error.message, /^mysql can't start: it ended with code \d+\..*no-such-option.*Log: .*mysql\.log$/s);
      return true;
    });
    await nothingIsLeft(servers(), ports());
    assert.ok(!existsSync(join(dir, 'supervisor.lock')));
  });

  it('deletes what it kept, wherever that mismatches, and nothing else', async () => {
    const root = dataRoot(dir, unprivilegedAccount());
    assert.ok(existsSync(join(root, 'mysql')));
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    assert.equal(await removeStack(dir), true);
    assert.deepEqual(readdirSync(dir), ['notes.txt']);
    assert.ok(root === dir || !existsSync(root));
    assert.equal(await removeStack(dir), false);
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
