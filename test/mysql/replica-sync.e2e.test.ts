// A whole run from a replica that stopped applying: the run waits, Temporal shows why, and it goes on by itself.
import assert from 'node:assert/strict';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { eventually } from '../e2e/support/system-fixture.js';
import { systemTest } from '../e2e/support/system-test.js';
import { startReplicaPair } from './support/replica-pair.js';

describe('a run from a replica', () => {
  systemTest('waits while the replica does not apply, and carries everything once it does', async (fixture) => {
    const pair = await startReplicaPair();
    fixture.onEnd(() => pair.end());
    await pair.primary.admin.query('CREATE DATABASE far');
    await pair.primary.admin.query('CREATE TABLE far.orders (id INT PRIMARY KEY, v VARCHAR(9))');
    await pair.primary.admin.query("INSERT INTO far.orders VALUES (1, 'a'), (2, 'b')");
    await pair.caughtUp();
    fixture.config = {
      ...fixture.config,
      pipelines: {
        default: {
          ...fixture.pipeline,
          source: { ...pair.replica.reader, maxReplicaLag: 0.5 },
          tables: { 'far.orders': { strategy: 'id', lag: 1 } },
        },
      },
    };
    const stop = fixture.startWorker();
    assert.equal((await fixture.sync({ table: 'far.orders' })).rows, 2);

    // An answer about the lag holds for a second, in one worker: the next run must not live on this one's.
    await stop();
    fixture.startWorker();
    await pair.replica.admin.query('STOP SLAVE SQL_THREAD');
    await pair.primary.admin.query("INSERT INTO far.orders VALUES (3, 'c')");
    const handle = await fixture.start({ table: 'far.orders' });
    const failure = await eventually(async () => {
      const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
      return pending?.lastFailure;
    });
    assert.equal(failure.applicationFailureInfo?.type, 'ReplicaLags');
    assert.match(failure.message ?? '', /is not replicating, more than maxReplicaLag \(0\.5 s\): reading waits/);
    await pair.replica.admin.query('START SLAVE SQL_THREAD');
    assert.equal(((await handle.result()) as SyncResult).rows, 1);
    assert.equal(Number((await fixture.redshift(`SELECT COUNT(*) AS n FROM ${fixture.id}.orders`))[0]?.['n']), 3);
  });
});
