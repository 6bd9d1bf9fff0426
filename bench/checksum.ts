// npm run bench:checksum -- --rows 5500000: a table without any stamp, changed at random: what the next run moves, and an idle run's speed.
import '../src/s3/objects/silence-sdk-warning.js';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { createConnection, type Connection as Mysql, type RowDataPacket } from 'mysql2/promise';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { startStack } from '../packages/devstack/src/stack.js';
import { loadConfig } from '../src/config/load-config.js';
import { TABLE_SYNC } from '../src/contract/names.js';
import type { SyncResult } from '../src/contract/sync-result.js';
import { validateTables } from '../src/operations/validate.js';
import { changeAtRandom, CHANGES, makeTable } from './unstamped-table.js';

const TABLE = 'bench.item';
const { values } = parseArgs({ options: { rows: { type: 'string', default: '5500000' } } });
const rows = Number(values.rows);
const fewest = CHANGES.updated + CHANGES.deleted + CHANGES.inserted;
assert.ok(Number.isSafeInteger(rows) && rows >= fewest, `--rows ${values.rows}: a number from ${fewest} is needed`);

const dir = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
const stack = await startStack({ dir, ui: false, toolsDir: join(process.cwd(), '.local', 'tools') });
const worker = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
const ended = once(worker, 'exit');
try {
  const { config: path, mysql } = stack.status;
  const config = loadConfig({ path, env: {}, cwd: process.cwd() });
  const { host, port, adminUser: user, adminPassword: password } = mysql;
  const source = await createConnection({ host, port, user, password });
  await source.query('CREATE SCHEMA bench');
  await makeTable((sql) => source.query(sql), TABLE, rows);
  worker.send(config);
  const [said] = (await Promise.race([once(worker, 'message'), ended])) as [unknown];
  assert.equal(said, 'ready', 'the worker ended before it was ready');
  const connection = await Connection.connect({ address: config.temporal.address });
  const { workflow } = new Client({ connection, namespace: config.temporal.namespace });
  const sync = async (name: string): Promise<SyncResult> => {
    const began = performance.now();
    const options = { workflowId: `bench ${name}`, taskQueue: config.temporal.taskQueue, args: [{ table: TABLE }] };
    const result = (await workflow.execute(TABLE_SYNC, options)) as SyncResult;
    tell(name, result.compared ?? 0, began, `${result.rows} rows moved, ${result.deletes ?? 0} deletes`);
    return result;
  };

  const first = await sync('first load');
  assert.deepEqual([first.rows, first.compared, first.deletes ?? 0], [rows, rows, 0]);
  await changeAtRandom((sql) => source.query(sql), TABLE, rows, 1);
  const second = await sync('after the changes');
  assert.deepEqual([second.rows, second.deletes], [CHANGES.updated + CHANGES.inserted, CHANGES.deleted]);
  const { inserted, updated, deleted } = second.loads[0] ?? {};
  assert.deepEqual({ inserted, updated, deleted }, CHANGES);
  assert.equal((await sync('unchanged')).rows, 0);
  await plainRead(source);
  const [validation] = await validateTables(config, 'default', [{ schema: 'bench', name: 'item' }], { deletes: false });
  assert.equal(validation?.verdict, 'balanced');
  console.log('balanced');
  await source.end();
  await connection.close();
} finally {
  worker.kill('SIGTERM');
  await ended;
  await stack.stop();
  await removeStack(dir);
}

/** What reading all rows costs at least: one connection, page by page, nothing made of them. */
async function plainRead(source: Mysql): Promise<void> {
  const began = performance.now();
  let [read, after] = [0, -1];
  for (;;) {
    const sql = `SELECT * FROM ${TABLE} WHERE id > ${after} ORDER BY id LIMIT 50000`;
    const [page] = await source.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
    if (page.length === 0) break;
    read += page.length;
    after = Number(page.at(-1)?.[0]);
  }
  tell('plain read', read, began, 'by the driver, one connection');
}

function tell(name: string, read: number, began: number, more: string): void {
  const seconds = (performance.now() - began) / 1_000;
  const rate = Math.round(read / seconds).toLocaleString('en-US');
  console.log(`${name}: ${read} rows read in ${seconds.toFixed(1)} s, ${rate} rows/s; ${more}`);
}
