import assert from 'node:assert/strict';
import { DidNotStop, stopInTime } from '../../src/operations/stop-in-time.js';

const never = new Promise<void>(() => undefined);

describe('stopping a worker in time', () => {
  it('waits for as long as the worker runs, and for its end', async () => {
    await stopInTime({ getState: () => 'RUNNING' }, new Promise((resolve) => setTimeout(resolve, 600)), 1);
    await assert.rejects(
      stopInTime({ getState: () => 'STOPPING' }, Promise.reject(new Error('broken')), 60_000),
      /^Error: broken$/,
    );
  });

  it('gives up a worker that was asked to stop and does not', async () => {
    for (const state of ['STOPPING', 'DRAINING', 'DRAINED', 'FAILED'] as const) {
      await assert.rejects(stopInTime({ getState: () => state }, never, 1), DidNotStop, state);
    }
  });
});
