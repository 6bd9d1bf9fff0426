// What a run leaves in Temporal: few events, few bytes, plain JSON, no secret and no column list.
import assert from 'node:assert/strict';
import { InMemoryActivities, type StepName } from './support/in-memory-activities.js';
import { withFlow, workflowBundle } from './support/flow.js';
import { chainOf, encodingOf, payloadsIn, type Ran, scheduledIn } from './support/history.js';

describe('the history', () => {
  it('of a page of 100 chunks has at most 600 events, and 2,000 bytes a chunk', async () => {
    const world = new InMemoryActivities();
    world.rowsPerFile = 1;
    world.chunksInFlight = 4;
    world.source.insert(100);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ stage: 'backup' });
      assert.equal((await sync.result()).files, 100);
      const [{ events, bytes }] = (await chainOf(flow.client, sync)) as [Ran];
      const others = world.steps.filter((step) => step !== 'exportChunk').length;
      const ofPage = events - 6 * others;
      assert.ok(ofPage <= 600, `${ofPage} events`);
      assert.ok(bytes / 100 <= 2_000, `${Math.round(bytes / 100)} bytes a chunk`);
    });
    world.check();
  });

  it('of a long run stays under 2,000 events and 2 MB, and the run is one run', async () => {
    const world = new InMemoryActivities();
    world.rowsPerFile = 1;
    world.source.insert(450);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      const syncResult = await sync.result();
      assert.deepEqual([syncResult.rows, syncResult.files, syncResult.seq], [450, 450, 1]);
      const chain = await chainOf(flow.client, sync);
      assert.ok(chain.length >= 2, `${chain.length} runs`);
      for (const { events, bytes } of chain) {
        assert.ok(events < 2_000 && bytes < 2_000_000, `${events} events, ${bytes} bytes`);
      }
      const runs = chain.flatMap(({ history }) =>
        scheduledIn(history).map(({ input }) => (input as { ref: { run: string } }).ref.run),
      );
      assert.deepEqual([...new Set(runs)], [syncResult.run]);
    });
    world.check();
    assert.equal(world.count('beginSync'), 1);
    assert.deepEqual(
      world.recordedIds,
      Array.from({ length: 450 }, (_, i) => i + 1),
    );
  });

  it('holds plain JSON, and of each step only the fields it needs', async () => {
    const ref = ['ref'];
    // makeTarget is a step of empty tables alone.
    const fields: Record<Exclude<StepName, 'makeTarget'>, string[]> = {
      beginSync: [...ref, 'stage', 'rowsPerFile', 'requestedBy', 'firstRunId'],
      captureUpperBound: [...ref, 'position'],
      planChunks: [...ref, 'scan', 'after', 'maxRanges'],
      exportChunk: [...ref, 'chunk', 'scan', 'range', 'limit'],
      saveFileList: [...ref, 'page', 'chunks'],
      writeManifest: [...ref, 'seq', 'fileLists', 'rows', 'files', 'bytes', 'discardedFiles', 'from', 'to', 'bound'],
      recordExtract: [...ref, 'base', 'manifest', 'position', 'bound'],
      loadManifest: [...ref, 'pending'],
      recordLoad: [...ref, 'load'],
      endSync: [...ref, 'outcome', 'phase', 'error'],
    };
    const world = new InMemoryActivities();
    world.source.insert(25);
    await withFlow(world, async (flow) => {
      const sync = await flow.start({ requestedBy: 'ann' }, [['setRowLimit', { rows: 1_000 }]]);
      await sync.result();
      const history = await sync.fetchHistory();
      const scheduled = scheduledIn(history);
      assert.deepEqual(new Set(scheduled.map(({ name }) => name)), new Set(Object.keys(fields)));
      for (const { name, input, bytes } of scheduled) {
        assert.deepEqual(Object.keys(input as object).sort(), fields[name as keyof typeof fields].sort(), name);
        assert.ok(bytes < 1_500, `${name}: ${bytes} bytes`);
      }
      const payloads = payloadsIn(history);
      assert.ok(payloads.length > 20);
      for (const payload of payloads) assert.match(encodingOf(payload), /^(json\/plain|binary\/null)$/);
    });
  });
});

describe('the workflow bundle', () => {
  it('holds the workflow and none of the rooms and packages of the outside world', async () => {
    const { code } = await workflowBundle();
    assert.match(code, /workflows\/table-sync/);
    for (const outside of [
      /node_modules\/(mysql2|pg|@aws-sdk|@smithy|parquet-wasm|parquetjs-lite|hyparquet|apache-arrow)\//,
      /src\/(activities|mysql|parquet|s3|redshift|client|config|source)\//,
    ]) {
      assert.doesNotMatch(code, outside);
    }
  });
});
