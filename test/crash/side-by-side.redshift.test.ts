// Loads beside each other, and a warehouse that fails for a while: one account, whoever comes when.
import assert from 'node:assert/strict';
import { systemTest } from '../e2e/support/system-test.js';
import { check } from './cell.js';
import { openLane } from './matrix-worker.js';
import { MODES } from './modes.js';
import { MatrixTable } from './table.js';

const [APPEND] = MODES;

describe('Loads side by side', () => {
  systemTest(
    'a zombie and its successor: one loads, the other returns the same',
    async (systemFixture) => {
      const lane = await openLane(systemFixture);
      systemFixture.onStop(() => lane.close());
      const table = new MatrixTable(systemFixture, 'zombie', 'append');
      const request = await table.extract(APPEND!.files, 1);
      const held = lane.faults.arm('hold in COPY after 1 file');
      const zombie = lane.load(request);
      await held.reached;
      const asked = lane.faults.arm('hold before LOCK');
      const successor = lane.load(request);
      await asked.reached;
      lane.faults.clear();
      const results = await Promise.all([zombie, successor]);
      assert.deepEqual(
        results.map(({ alreadyLoaded }) => alreadyLoaded),
        [false, true],
      );
      await check(lane, APPEND!, request, results);
      await table.record(request, results[0]);
    },
    { sourceless: true },
  );

  systemTest(
    'loads of different targets do not wait for each other',
    async (systemFixture) => {
      const lane = await openLane(systemFixture);
      systemFixture.onStop(() => lane.close());
      const tables = ['one', 'other'].map((name) => new MatrixTable(systemFixture, name, 'append'));
      const requests = await Promise.all(tables.map((table) => table.extract(APPEND!.files, 1)));
      const held = lane.faults.arm('hold in COPY after 1 file');
      let done = false;
      const first = lane.load(requests[0]!).finally(() => (done = true));
      await held.reached;
      const second = await lane.load(requests[1]!);
      assert.equal(done, false, 'the first load is still within its COPY');
      lane.faults.clear();
      const results = [await first, second];
      for (const [at, result] of results.entries()) {
        await check(lane, APPEND!, requests[at]!, [result]);
        await tables[at]!.record(requests[at]!, result);
      }
    },
    { sourceless: true },
  );

  const PASSING = [
    'restart 100 ms before LOCK',
    'restart 100 ms in COPY after 1 file',
    'restart 100 ms before COMMIT',
    'restart 100 ms after COMMIT',
    'fail 1023 before COPY',
    'fail 1023 before INSERT ledger',
    'fail 1023 before COMMIT',
    'fail throttled at file 2',
    'fail retries at file 1',
    'fail 503 at file 1',
    'fail 500 in COPY after 1 row',
    'slow 20 ms',
  ];
  systemTest(
    'what the warehouse or S3 gets over changes nothing',
    async (systemFixture) => {
      const lane = await openLane(systemFixture);
      systemFixture.onStop(() => lane.close());
      for (const mode of MODES.filter(({ earlier }) => earlier === null)) {
        for (const [number, text] of PASSING.entries()) {
          const table = new MatrixTable(systemFixture, `${mode.mode}_${number}`, mode.mode);
          const request = await table.extract(mode.files, 1);
          const fault = lane.faults.arm(`${text} of tidemark`);
          const result = await lane.loadUntilDone(request);
          assert.ok(fault.struck >= 1, text);
          lane.faults.clear();
          await check(lane, mode, request, [result]);
          await table.record(request, result);
        }
      }
    },
    { sourceless: true },
  );
});
