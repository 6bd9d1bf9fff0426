// npm run bench:stages -- --rounds 5: where the seconds of a small run go, as a user waits for them, and how fast the CLI starts.
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { fillTable } from '../packages/devstack/src/fill.js';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { startStack } from '../packages/devstack/src/stack.js';
import { loadConfig } from '../src/config/load-config.js';
import { DEFAULT_PIPELINE, syncWorkflowId } from '../src/contract/names.js';
import { tableId } from '../src/contract/table-id.js';
import { median } from './figures.js';
import { type StageTimes, stageTimes } from './stage-times.js';

const ROWS = 1_000;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
assert.ok(Number.isSafeInteger(rounds) && rounds >= 1, `--rounds ${values.rounds}: a whole number is needed`);

const CLI = fileURLToPath(new URL('../../bin/tidemark.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
const stack = await startStack({ dir, ui: false, toolsDir: join(process.cwd(), '.local', 'tools') });
const { config: path, mysql, temporal } = stack.status;

/** Runs the CLI as a user does; answers when it was typed and when it had ended. */
async function cli(...args: readonly string[]): Promise<{ from: number; to: number }> {
  const from = Date.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: 'ignore',
    env: { ...process.env, TIDEMARK_CONFIG: path },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0, `tidemark ${args.join(' ')}`);
  return { from, to: Date.now() };
}

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
  worker.send(loadConfig({ path, env: {}, cwd: process.cwd() }));
  const [said] = (await once(worker, 'message')) as [unknown];
  assert.equal(said, 'ready');
  return worker;
}

function print(title: string, runs: readonly StageTimes[]): void {
  const stages = [...new Set(runs.flatMap((times) => [...times.keys()]))];
  const middle = (stage: string): number => median(runs.map((times) => times.get(stage) ?? 0));
  const totals = runs.map((times) => [...times.values()].reduce((sum, ms) => sum + ms, 0));
  const total = median(totals);
  const line = (name: string, ms: number): void =>
    console.log(`  ${name.padEnd(32)}${(ms / 1_000).toFixed(3)} s ${((100 * ms) / total).toFixed(0).padStart(4)} %`);
  console.log(`\n${title}: median of ${runs.length}`);
  for (const stage of stages) line(stage, middle(stage));
  line('all of it', total);
}

const worker = await startWorker();
const connection = await Connection.connect({ address: temporal.address });
try {
  const client = new Client({ connection, namespace: temporal.namespace });
  const sync = async (table: string): Promise<StageTimes> => {
    const { from, to } = await cli('sync', '-t', table);
    const handle = client.workflow.getHandle(syncWorkflowId(DEFAULT_PIPELINE, tableId(table)));
    return stageTimes(await handle.fetchHistory(), from, to);
  };
  const rows: StageTimes[] = [];
  const nothing: StageTimes[] = [];
  // The first run of a worker opens connections and is compiled on its way: it is shown apart.
  for (let round = 0; round <= rounds; round++) {
    const table = `bench.orders_${round}`;
    await fillTable({ mysql, table, rows: ROWS });
    const times = await sync(table);
    if (round === 0) print(`${ROWS} rows, a worker's first run`, [times]);
    else rows.push(times);
    nothing.push(await sync(table));
  }
  print(`${ROWS} rows in a new table`, rows);
  print('nothing new', nothing.slice(1));
  console.log('');
  for (const args of [['--help'], ['--version']]) {
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const { from, to } = await cli(...args);
      took.push(to - from);
    }
    console.log(`tidemark ${args.join(' ')}: ${(median(took) / 1_000).toFixed(3)} s`);
  }
} finally {
  await connection.close();
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  await stack.stop();
  await removeStack(dir);
}
