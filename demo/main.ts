// The main job, end to end, on real servers: fill, sync, kill the worker in the middle, then compare the counts of every source.
//
//   npm run demo                      550,000 rows, 11 files
//   npm run demo -- --rows 5500000    the case that started it all: 110 files
//   npm run demo -- --keep            leaves stack and worker up, with a second, never synced table to play with
import { tableId } from '../src/contract/table-id.js';
import '../src/s3/objects/silence-sdk-warning.js';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load-config.js';
import { validateTables } from '../src/operations/validate.js';
import { startDetached } from '../packages/devstack/src/processes/detach.js';
import { LocalStackError } from '../packages/devstack/src/failure.js';
import { fillTable } from '../packages/devstack/src/fill.js';
import { readStatus, type StackStatus } from '../packages/devstack/src/status.js';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { stopStack } from '../packages/devstack/src/stop-stack.js';
import { nextSteps } from './next-steps.js';
import { count } from '../src/client/render/text.js';
import { syncWithKill } from './sync.js';
import { syncResultLines } from './reconciliation.js';

const TABLE = 'settlement.settlement_normal_delivery_detail';
const SECOND_TABLE = 'settlement.settlement_return_delivery_detail';
const DIR = resolve('.local', 'demo');

const say = (line: string): void => {
  console.log(line);
};

function argumentsOf(argv: string[]): { rows: number; keep: boolean } {
  const { values } = parseArgs({
    args: argv,
    options: { rows: { type: 'string', default: '550000' }, keep: { type: 'boolean', default: false } },
  });
  const rows = Number(values.rows);
  if (!Number.isSafeInteger(rows) || rows < 150_000) {
    throw new LocalStackError(
      `--rows ${values.rows}: a whole number from 150000 up is needed, so that there is a middle to be killed in.`,
      {
        exitCode: 2,
      },
    );
  }
  return { rows, keep: values.keep };
}

async function fill(status: StackStatus, table: string, rows: number): Promise<void> {
  const filled = await fillTable({ mysql: status.mysql, table, rows });
  say(`filled ${table}: ${count(filled.rows)} rows in ${filled.seconds.toFixed(1)} s`);
}

/** What the end of this process must know. */
const state = { started: false, kept: false };

async function demo(rows: number, keep: boolean): Promise<number> {
  state.started = true;
  await removeStack(DIR);
  await startDetached({ dir: DIR, ui: true, log: (line) => say(`stack: ${line}`) });
  const status = readStatus(DIR);
  if (status === undefined) throw new LocalStackError(`The stack in ${DIR} left no status.`);
  say(`Temporal UI: ${status.temporal.ui ?? 'none'}`);
  await fill(status, TABLE, rows);

  const { syncResult, killedPid, worker } = await syncWithKill(status, TABLE, rows, say);
  const config = loadConfig({ path: status.config, env: process.env, cwd: process.cwd() });
  const [validation] = await validateTables(config, 'default', [tableId(TABLE)], { deletes: false });
  if (validation === undefined) throw new Error(`no source of ${TABLE} could be asked`);

  say('');
  for (const line of syncResultLines(syncResult, validation)) say(line);
  say('');
  if (keep) {
    await fill(status, SECOND_TABLE, rows);
    for (const line of nextSteps(status, SECOND_TABLE, worker)) say(line);
    worker.leave();
  } else {
    await worker.kill();
  }
  const { balanced, countSources } = validation;
  say(JSON.stringify({ reconciled: balanced, killedPid, restarts: 1, counts: countSources }));
  return balanced ? 0 : 4;
}

// The stack is a process group of its own: a Ctrl-C here must be passed on. The worker ends with the stack.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stopStack(DIR).finally(() => process.exit(130));
  });
}

try {
  const { rows, keep } = argumentsOf(process.argv.slice(2));
  process.exitCode = await demo(rows, keep);
  state.kept = keep && process.exitCode === 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof LocalStackError ? error.exitCode : 1;
} finally {
  // A demo that failed leaves its logs and its data to be looked at.
  if (state.started && !state.kept) await (process.exitCode === 0 ? removeStack(DIR) : stopStack(DIR));
}
