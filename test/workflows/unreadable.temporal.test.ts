// Payloads as no SDK writes them, put on the wire as they are: refused like any nonsense, and no run stands still.
import assert from 'node:assert/strict';
import { ApplicationFailure, type Payload, RawValue } from '@temporalio/common';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Progress } from '../../src/contract/progress.js';
import { payloadConverter } from '../../src/workflows/payload-converter.js';
import { InMemoryActivities } from './support/in-memory-activities.js';
import { progressOf, type Sync, until, untilProgress, withFlow } from './support/flow.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const payload = (encoding: string, data?: string): Payload => ({
  metadata: { encoding: bytes(encoding) },
  ...(data === undefined ? {} : { data: bytes(data) }),
});
const raw = (sent: Payload): RawValue => RawValue.fromPayload(sent);

const UNREADABLE: readonly [string, Payload][] = [
  ['of an unknown encoding', payload('json/protobuf', '{}')],
  ['that is encrypted', payload('binary/encrypted', '\u0000\u0001')],
  ['of truncated JSON', payload('json/plain', '{"reason":"mon')],
  ['of no JSON', payload('json/plain', 'not json')],
  ['of JSON without data', payload('json/plain')],
  ['of bytes', payload('binary/plain', 'not text')],
  ['without an encoding', { data: bytes('{}') }],
];
const WHAT = "got a payload that can't be decoded \\(.+\\)$";
const REFUSALS: readonly [string, RegExp][] = [
  ['pause', new RegExp(`^pause takes .*, ${WHAT}`)],
  ['setRowLimit', new RegExp(`^setRowLimit takes .*, ${WHAT}`)],
];

/** Whether workflow tasks fail: the server tries them again for ever, and the history holds only the first. */
async function stuck(sync: Sync): Promise<boolean> {
  return ((await sync.describe()).raw.pendingWorkflowTask?.attempt ?? 1) > 1;
}

async function demandNoFailedTask(sync: Sync): Promise<void> {
  const { events } = await sync.fetchHistory();
  assert.ok(events!.every((event) => event.workflowTaskFailedEventAttributes == null));
}

describe('a payload that cannot be decoded', () => {
  it('is refused as a signal and as an update, and ignored with a query', async () => {
    const world = new InMemoryActivities();
    world.source.insert(25);
    const gate = world.hold('exportChunk', ({ chunk }) => chunk > 1);
    await withFlow(world, async (flow) => {
      const sync = await flow.start();
      await gate.reached();
      for (const [what, sent] of UNREADABLE) {
        for (const [signal, why] of [...REFUSALS, ['puase', /^no signal is called "puase"/] as const]) {
          await sync.signal(signal, raw(sent));
          await until(async () => (await stuck(sync)) || why.test((await progressOf(sync)).lastRefused ?? ''));
          assert.equal(await stuck(sync), false, `${signal}, ${what}`);
        }
        for (const [update, why] of REFUSALS) {
          await assert.rejects(sync.executeUpdate(update, { args: [raw(sent)] }), (error: unknown) => {
            assert.ok(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure);
            assert.equal(error.cause.type, 'BadInput');
            assert.match(error.cause.message, why);
            return true;
          });
        }
        const { state, limit } = await sync.query<Progress, [unknown]>('progress', raw(sent));
        assert.deepEqual([state, limit], ['running', null]);
      }
      gate.open();
      assert.equal((await sync.result()).rows, 25);
      await demandNoFailedTask(sync);
    });
    world.check();
  });

  for (const [what, sent] of UNREADABLE.filter(([name]) => /unknown|truncated|bytes/.test(name))) {
    it(`${what}, ends the run at once as a bad input`, async () => {
      const world = new InMemoryActivities();
      await withFlow(world, async ({ client, taskQueue, workflowId }) => {
        const options = { args: [raw(sent)], taskQueue, workflowId };
        const sync = (await client.workflow.start('tableSync', options)) as Sync;
        await until(async () => (await stuck(sync)) || (await sync.describe()).status.name !== 'RUNNING');
        assert.equal(await stuck(sync), false);
        await assert.rejects(sync.result(), (error: unknown) => {
          assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
          assert.equal(error.cause.type, 'BadInput');
          assert.match(error.cause.message, new RegExp(`^the input must be an object like .*, ${WHAT}`));
          return true;
        });
        await demandNoFailedTask(sync);
      });
      assert.deepEqual(world.steps, []);
    });
  }

  const [, odd] = UNREADABLE[0]!;

  it('with the start is refused too, and a resume is a resume whatever it carries', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(
      world,
      async (flow) => {
        const sync = await flow.start({}, [['setRowLimit', raw(odd)], ['pause']]);
        await until(async () => (await stuck(sync)) || (await progressOf(sync)).state === 'paused');
        const paused = await progressOf(sync);
        assert.match(paused.lastRefused ?? '', REFUSALS[1]![1]);
        await sync.signal('resume', raw(odd));
        assert.equal((await sync.result()).rows, 5);
        await demandNoFailedTask(sync);
      },
      { cached: false },
    );
    world.check();
  });

  it('as a memo of the run does not matter', async () => {
    const world = new InMemoryActivities();
    world.source.insert(5);
    await withFlow(world, async ({ client, taskQueue, workflowId }) => {
      const options = { args: [{ table: 'shop.orders' }], memo: { note: raw(odd) }, taskQueue, workflowId };
      const sync = (await client.workflow.start('tableSync', options)) as Sync;
      await untilProgress(sync, ({ state }) => state === 'completed');
      await demandNoFailedTask(sync);
    });
    world.check();
  });

  it('is an error still in what an activity answered', () => {
    const base = { namespace: 'default', workflowId: 'w' };
    for (const [what, sent] of UNREADABLE.filter(([name]) => name !== 'of bytes')) {
      for (const context of [undefined, { ...base, type: 'activity', isLocal: false } as const]) {
        assert.throws(() => payloadConverter.fromPayload(sent, context), what);
      }
      assert.doesNotThrow(() => payloadConverter.fromPayload(sent, { ...base, type: 'workflow' }));
    }
  });
});
