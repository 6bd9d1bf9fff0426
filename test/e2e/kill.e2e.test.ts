// SIGKILL of the worker before and after every step of a run: the same account every time, and every source agrees.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { syncWorkflowId, TABLE_SYNC } from '../../src/contract/names.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';
import type { Death, Orders } from './support/worker-child.js';

const ROWS = 5_000;
const ROWS_PER_FILE = 2_000;
const AT_ONCE = 4;

const DEATHS: readonly Death[] = [
  'beginSync',
  'captureUpperBound',
  'planChunks',
  'exportChunk',
  'saveFileList',
  'writeManifest',
  'recordExtract',
  'loadManifest',
  'recordLoad',
  'endSync',
].flatMap((step) =>
  (['before', 'after'] as const).flatMap((when) =>
    (step === 'exportChunk' ? [1, 3] : [1]).map((nth) => ({ step: step as Death['step'], when, nth })),
  ),
);

const labelOf = ({ step, when, nth }: Death): string => `${when} ${step}${nth > 1 ? ` (${nth})` : ''}`;

/** A worker process; ends by itself where its orders say so, or when killed. */
function startChild(orders: Orders): { ended: Promise<string | null>; kill: () => Promise<void> } {
  const script = fileURLToPath(new URL('./support/worker-child.js', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(JSON.stringify(orders));
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null);
  return {
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function dieOnce(fixture: SystemFixture, death: Death, number: number): Promise<string> {
  const name = `t${number}`;
  const table = await fixture.fill(name, ROWS);
  const taskQueue = `${fixture.id}-${number}`;
  const config = { ...fixture.config, temporal: { ...fixture.config.temporal, taskQueue } };
  const client = await fixture.client();
  const first = startChild({ config, death });
  fixture.onStop(first.kill);
  const handle = await client.workflow.start(TABLE_SYNC, {
    workflowId: syncWorkflowId(fixture.id, tableId(table)),
    taskQueue,
    args: [{ table, rowsPerFile: ROWS_PER_FILE }],
  });
  const signal = await first.ended;
  const second = startChild({ config, death: null });
  fixture.onStop(second.kill);
  const syncResult = (await handle.result()) as SyncResult;
  await second.kill();

  const label = labelOf(death);
  assert.equal(signal, 'SIGKILL', label);
  const load = syncResult.loads[0];
  assert.deepEqual(
    [
      syncResult.rows,
      syncResult.files,
      syncResult.seq,
      syncResult.loads.length,
      load?.rowsLoaded,
      load?.inserted,
      load?.targetRows,
    ],
    [ROWS, 3, 1, 1, ROWS, ROWS, ROWS],
    label,
  );
  const watermark = await fixture.watermark(name);
  assert.deepEqual(
    [watermark.mysql_rows_extracted, watermark.s3_file_count, watermark.redshift_rows_loaded, watermark.lease],
    [ROWS, 3, ROWS, null],
    label,
  );
  const alreadyLoaded = load?.alreadyLoaded === true ? ', answered by the ledger' : '';
  return `      killed ${label.padEnd(24)} ${syncResult.rows} rows, ${syncResult.files} files, loaded ${load?.rowsLoaded ?? 0}${alreadyLoaded}`;
}

describe('SIGKILL of the worker', () => {
  /** By the point of the kill: what the run returned, or why it did not. */
  const results = new Map<string, string | Error>();

  systemTest(
    'leaves every source with the same counts, wherever it strikes',
    async (fixture) => {
      const queue = [...DEATHS.entries()];
      const lane = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const [number, death] = next;
          const result = await dieOnce(fixture, death, number).catch((error: unknown) => error as Error);
          results.set(labelOf(death), result);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      console.log([...results.values()].map(String).join('\n'));
      assert.equal(results.size, DEATHS.length);
    },
    { timeoutMs: 600_000 },
  );

  for (const death of DEATHS) {
    it(`${labelOf(death)} counts and loads every row once`, () => {
      const result = results.get(labelOf(death));
      assert.ok(result !== undefined, 'the point of the kill was not reached');
      if (result instanceof Error) throw result;
    });
  }
});
