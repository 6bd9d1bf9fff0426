// Runs that older code began: today's code comes to the same commands from their histories, or a worker that takes over hangs.
import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import { DeterminismViolationError } from '@temporalio/workflow';
import { type ReplayResult, Worker } from '@temporalio/worker';
import { silenceTheSdk, workflowBundle } from '../support/flow.js';
import { payloadsIn } from '../support/history.js';
import { type History, historyOf, keptHistories } from './fixture.js';
import { SCENARIOS } from './scenarios.js';

const kept = keptHistories();

async function replayed(histories: readonly [string, History][]): Promise<ReplayResult[]> {
  silenceTheSdk();
  const named = histories.map(([workflowId, history]) => ({ workflowId, history }));
  const results: ReplayResult[] = [];
  const replay = Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, named);
  for await (const result of replay) results.push(result);
  return results;
}

describe('a run that older code began', () => {
  it('is known for every scenario', () => {
    const names = new Set(kept.map(({ name }) => name.replace(/-\d+$/, '')));
    assert.deepEqual(names, new Set(Object.keys(SCENARIOS)));
    assert.ok(kept.filter(({ name }) => name.startsWith('continue-as-new')).length >= 2);
  });

  it('is gone on with by the code as it is now', async () => {
    const results = await replayed(kept.map((run) => [run.name, historyOf(run)]));
    assert.equal(results.length, kept.length);
    for (const { workflowId, error } of results) assert.ok(error === undefined, `${workflowId}: ${String(error)}`);
  });

  it('would not be gone on with by code that takes two steps in another order', async () => {
    const history = historyOf(kept.find(({ name }) => name === 'first-load')!);
    const steps = history.events!.flatMap((e) => e.activityTaskScheduledEventAttributes?.activityType ?? []);
    const [first] = steps;
    const later = steps.find(({ name }) => name !== first!.name);
    [first!.name, later!.name] = [later!.name!, first!.name!];
    const [result] = await replayed([['swapped', history]]);
    assert.ok(result!.error instanceof DeterminismViolationError, String(result!.error));
  });

  it('is kept in few bytes, and tells of no machine, path or person', () => {
    assert.ok(kept.reduce((sum, { text }) => sum + text.length, 0) < 160_000);
    for (const run of kept) {
      const { name, text } = run;
      const whole =
        text +
        payloadsIn(historyOf(run))
          .map(({ data }) => new TextDecoder().decode(data ?? undefined))
          .join('\n');
      for (const told of [hostname(), process.cwd(), userInfo().username]) {
        if (told.length > 3) assert.ok(!whole.includes(told), `${name} tells ${told}`);
      }
      assert.doesNotMatch(whole, /\d+@|file:\/\/|node_modules|\/home\/|password|secret|127\.0\.0\.1|localhost/i, name);
    }
  });
});
