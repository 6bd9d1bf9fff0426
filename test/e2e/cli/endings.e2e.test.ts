// How a command ends when a run is ended by others, or what it needs is not there.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { syncWorkflowId } from '../../../src/contract/names.js';
import type { SyncActivities } from '../../../src/contract/activity-types.js';
import { Cli } from '../support/cli.js';
import { systemTest } from '../support/system-test.js';

/** The activities, of which loading ends by `failure`. */
const refusing =
  (type: string, message: string) =>
  (activities: SyncActivities): SyncActivities => ({
    ...activities,
    loadManifest: () => Promise.reject(ApplicationFailure.nonRetryable(message, type)),
  });

/** The activities, of which reading stands still after three chunks of a run while `held.on`, until it is cancelled. */
const standing =
  (held: { on: boolean }) =>
  (activities: SyncActivities): SyncActivities => ({
    ...activities,
    exportChunk: async (input) => {
      if (!held.on || input.chunk <= 3) return activities.exportChunk(input);
      const context = Context.current();
      const beat = setInterval(() => {
        context.heartbeat();
      }, 200);
      try {
        return await context.cancelled;
      } finally {
        clearInterval(beat);
      }
    },
  });

describe('the end of a command', () => {
  systemTest('of a cancelled run is 3, of a terminated one 1', async (fixture) => {
    const table = await fixture.fill('orders', 20_000);
    const held = { on: true };
    fixture.startWorker(standing(held));
    const cli = new Cli(fixture);
    for (const [end, code, told] of [
      [
        'cancel',
        3,
        /: cancelled\n {2}Recorded before that: 300 rows in 3 files\.\n {2}Waiting to be loaded: 1 manifest;/,
      ],
      ['terminate', 1, /: terminated;/],
    ] as const) {
      const running = cli.start('sync', '-t', table, '--rows-per-file', '100');
      await running.says(/ 3 files/);
      await (await fixture.client()).workflow.getHandle(syncWorkflowId('default', tableId(table)))[end]();
      const ran = await running.ended();
      assert.equal(ran.code, code, ran.err);
      assert.match(ran.out, told);
    }
    held.on = false;
    const last = await cli.run('sync', '-t', table);
    assert.equal(last.code, 0, last.err);
    assert.match(last.out, /ended without recording: 3 files of it in S3/);
  });

  for (const [type, code] of [
    ['RowCountMismatch', 4],
    ['TargetMismatch', 2],
    ['CopyRefused', 1],
  ] as const) {
    systemTest(`of a run that fails as ${type} is ${code}, with what was recorded`, async (fixture) => {
      const table = await fixture.fill('orders', 1_000);
      fixture.startWorker(refusing(type, 'because of a test'));
      const ran = await new Cli(fixture).run('sync', '-t', table, '--rows-per-file', '500');
      assert.equal(ran.code, code, ran.err);
      assert.match(ran.out, new RegExp(`: ${type}: because of a test\n`));
      assert.match(ran.out, /Recorded before that: 1,000 rows in 2 files\.\n/);
      assert.match(ran.out, /Waiting to be loaded: 1 manifest; the next run begins with that\.\n/);
    });
  }

  systemTest('comes soon, and is 1, where the namespace is unknown', async (fixture) => {
    const cli = new Cli(fixture, { temporal: { namespace: 'nowhere' } });
    for (const words of [['sync', '-t', 'a.b'], ['pause', '-t', 'a.b'], ['worker']]) {
      const ran = await cli.run(...words);
      assert.equal(ran.code, 1, ran.err);
      assert.match(ran.err, /nowhere.*temporal\.namespace/s);
      assert.doesNotMatch(ran.err, /^tidemark: .*Status \{/m);
    }
  });

  it('is 1 with what to type where nothing is built', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tidemark-unbuilt-'));
    try {
      cpSync('bin', join(dir, 'bin'), { recursive: true });
      cpSync('package.json', join(dir, 'package.json'));
      const { status, stderr } = spawnSync(process.execPath, [join(dir, 'bin', 'tidemark.js')], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [1, 'Tidemark is not built yet. Type: npm run build\n']);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
