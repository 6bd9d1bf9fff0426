// MySQL and MariaDB in one stack's folder: each with its own data, the one that runs told by name and version.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statusLines } from '../../packages/devstack/src/commands/status.js';
import { fillTable } from '../../packages/devstack/src/fill.js';
import { runMysql } from '../../packages/devstack/src/run-sql.js';
import { startStack, type Stack, type StackOptions } from '../../packages/devstack/src/stack.js';
import { removeStack } from '../../packages/devstack/src/state/remove-stack.js';
import { toolsDir } from '../stack.js';

describe('The source of a local stack', function () {
  this.timeout(180_000);
  let dir = '';
  before(() => (dir = mkdtempSync(join(tmpdir(), 'tidemark-sources-'))));
  after(async () => {
    await removeStack(dir);
    rmSync(dir, { recursive: true, force: true });
  });
  const withStack = async (options: Pick<StackOptions, 'source'>, work: (stack: Stack) => Promise<void>) => {
    const stack = await startStack({ dir, ui: false, mysqlBufferPool: '64M', toolsDir, ...options });
    try {
      await work(stack);
    } finally {
      await stack.stop();
    }
  };

  it('is MySQL when asked for, is filled as MariaDB is, and refuses to become another while it is up', async () => {
    await withStack({ source: 'mysql' }, async (stack) => {
      const { mysql } = stack.status;
      assert.equal(mysql.source, 'mysql');
      assert.match(mysql.version ?? '', /^\d+\.\d+\.\d+/);
      assert.match(statusLines(stack.status).join('\n'), /^mysql .* MySQL \d+\.\d+\.\d+ /m);
      assert.equal((await fillTable({ mysql, table: 's.t', rows: 700, batchRows: 300 })).lastId, '700');
      await fillTable({ mysql, table: 's.t', rows: 10 });
      const asReader = { ...mysql, adminUser: mysql.user, adminPassword: mysql.password };
      assert.deepEqual((await runMysql(asReader, 'SELECT COUNT(*), MAX(id) FROM s.t'))[0]?.rows, [['710', '710']]);
      await assert.rejects(runMysql(asReader, 'DELETE FROM s.t'), /denied/);
      await assert.rejects(startStack({ dir, source: 'mariadb' }), {
        exitCode: 2,
        message: /up with mysql.*not mariadb/,
      });
    });
  });

  it('is the one it was when nothing is said, and has the data it had', async () => {
    await withStack({}, async ({ status: { mysql } }) => {
      assert.equal(mysql.source, 'mysql');
      assert.deepEqual((await runMysql(mysql, 'SELECT COUNT(*) FROM s.t'))[0]?.rows, [['710']]);
    });
  });

  it('is MariaDB when asked for, which has nothing of it', async () => {
    await withStack({ source: 'mariadb' }, async ({ status: { mysql } }) => {
      assert.match(mysql.version ?? '', /MariaDB/);
      assert.deepEqual((await runMysql(mysql, "SHOW DATABASES LIKE 's'"))[0]?.rows, []);
    });
  });
});
