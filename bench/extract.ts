// npm run bench:extract -- --rows 1000000: MySQL to Parquet files in S3, Tidemark beside what one would write by hand, in turns.
import '../src/s3/objects/silence-sdk-warning.js';
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parquetMetadata } from 'hyparquet';
import { fillTable } from '../packages/devstack/src/fill.js';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { startStack } from '../packages/devstack/src/stack.js';
import { loadConfig } from '../src/config/load-config.js';
import { openStore, type ObjectStore } from '../src/s3/objects/open-store.js';
import { median, tableOf } from './figures.js';
import type { Job, Runner } from './job.js';
import { pythonPeers } from './peers/python.js';
import { tidemark } from './tidemark-extract.js';

const TABLE = 'bench.delivery_detail';
const ROWS_PER_FILE = 50_000;

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
assert.ok(Number.isSafeInteger(rows) && rows >= 1, `--rows ${values.rows}: a whole number is needed`);
assert.ok(Number.isSafeInteger(rounds) && rounds >= 1, `--rounds ${values.rounds}: a whole number is needed`);

/** Rows by the footers of the Parquet files under a prefix: what counts as done. */
async function rowsUnder(store: ObjectStore, prefix: string): Promise<{ rows: number; files: number }> {
  const found = { rows: 0, files: 0 };
  for await (const { key } of store.list(prefix)) {
    if (!key.endsWith('.parquet')) continue;
    const object = await store.get(key);
    assert.ok(object);
    found.rows += Number(parquetMetadata(new Uint8Array(object.body).buffer).num_rows);
    found.files += 1;
  }
  return found;
}

const toolsDir = join(process.cwd(), '.local', 'tools');
const dir = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
const stack = await startStack({ dir, ui: false, toolsDir });
try {
  const { status } = stack;
  const config = loadConfig({ path: status.config, env: {}, cwd: process.cwd() });
  const [pipeline] = Object.values(config.pipelines);
  assert.ok(pipeline);
  const store = openStore(pipeline.s3);
  const runners: Runner[] = [tidemark(config), ...(await pythonPeers(toolsDir))];
  await fillTable({ mysql: status.mysql, table: TABLE, rows });
  const figures = runners.map(({ name }) => ({ name, rates: [] as number[], bytes: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [at, runner] of runners.entries()) {
      const prefix = `bench/${round}-${at}/`;
      const job: Job = { status, table: TABLE, rowsPerFile: ROWS_PER_FILE, prefix };
      const { seconds, peakBytes } = await runner.run(job);
      assert.deepEqual(await rowsUnder(store, prefix), { rows, files: Math.ceil(rows / ROWS_PER_FILE) }, runner.name);
      const figure = figures[at];
      assert.ok(figure);
      figure.rates.push(rows / seconds);
      figure.bytes = Math.max(figure.bytes, peakBytes);
      console.log(`round ${round + 1}: ${runner.name}: ${seconds.toFixed(1)} s`);
    }
  }
  store.close();
  const ours = median(figures[0]?.rates ?? []);
  console.log(
    `\n${rows.toLocaleString('en-US')} rows, ${ROWS_PER_FILE.toLocaleString('en-US')} a file, by primary key`,
  );
  for (const line of tableOf(figures, ours)) console.log(line);
} finally {
  await stack.stop();
  await removeStack(dir);
}
