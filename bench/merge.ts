// npm run bench:merge -- --rows 5500000: loads of that many rows through the emulator, timed, their counts held against what they must be.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { startStack } from '../packages/devstack/src/stack.js';
import { loadConfig } from '../src/config/load-config.js';
import { openWarehouse } from '../src/redshift/warehouse.js';
import { openStore } from '../src/s3/objects/open-store.js';
import { type BenchLoad, type BenchRow, putLoad } from './merge-files.js';

const NOON = Date.UTC(2026, 0, 1, 12) * 1_000;
const { values } = parseArgs({ options: { rows: { type: 'string', default: '5500000' } } });
// A tenth is new; of the rest a third each is newer, the same, and older.
const rows = Math.round(Number(values.rows) / 30) * 30;
const tenth = rows / 10;

const first = (index: number): BenchRow => ({ id: index + 1, at: NOON });
const second = (index: number): BenchRow => ({ id: tenth + index + 1, at: NOON + ((index % 3) - 1) * 1_000_000 });
const known = rows - tenth;
/** Of the keys that the target has, those whose index leaves this remainder. */
const third = (remainder: number): number => Math.ceil((known - remainder) / 3);

const dir = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
const stack = await startStack({ dir, ui: false, toolsDir: join(process.cwd(), '.local', 'tools') });
try {
  const { config: path } = stack.status;
  const [pipeline] = Object.values(loadConfig({ path, env: {}, cwd: process.cwd() }).pipelines);
  assert.ok(pipeline);
  const { s3, target } = pipeline;
  const store = openStore(s3);
  const warehouse = openWarehouse(target);
  const load = async (name: string, table: string, what: BenchLoad, expected: object): Promise<void> => {
    const request = await putLoad(store, s3.bucket, `bench/${table}`, { schema: 'bench', table }, what);
    const began = Date.now();
    const { inserted, updated, reapplied, stale, superseded, deleted, targetRows, history } =
      await warehouse.loadManifest(request, new AbortController().signal);
    const seconds = (Date.now() - began) / 1_000;
    const found = { inserted, updated, reapplied, stale, superseded, deleted, targetRows };
    const none = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0, deleted: 0 };
    assert.deepEqual(found, { ...none, ...expected });
    assert.equal(history?.says, 'same');
    const rate = Math.round(what.rows / seconds).toLocaleString('en-US');
    console.log(`${name}: ${seconds.toFixed(1)} s, ${rate} rows/s  ${JSON.stringify(found)}`);
  };
  const all = { inserted: rows, targetRows: rows };
  await load('merge into an empty target', 'merged', { seq: 1, mode: 'merge', rows, rowAt: first }, all);
  await load(
    'merge into as many rows',
    'merged',
    { seq: 2, mode: 'merge', rows, rowAt: second },
    {
      ...{ inserted: tenth, stale: third(0), reapplied: third(1), updated: third(2), targetRows: rows + tenth },
    },
  );
  await load('full into an empty target', 'whole', { seq: 1, mode: 'full', rows, rowAt: first }, all);
  await load(
    'full over as many rows',
    'whole',
    { seq: 2, mode: 'full', rows, rowAt: first },
    { ...all, deleted: rows },
  );
  await load('append into an empty target', 'appended', { seq: 1, mode: 'append', rows, rowAt: first }, all);
  await warehouse.close();
  store.close();
} finally {
  await stack.stop();
  await removeStack(dir);
}
