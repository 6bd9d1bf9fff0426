import assert from 'node:assert/strict';
import { stageTimes } from '../../bench/stage-times.js';

type Event = Parameters<typeof stageTimes>[0]['events'];
const at = (ms: number) => ({ seconds: Math.floor(ms / 1_000) as never, nanos: (ms % 1_000) * 1_000_000 });

const events = [
  { eventTime: at(1_100) },
  {
    eventId: 5 as never,
    eventTime: at(1_150),
    activityTaskScheduledEventAttributes: { activityType: { name: 'read' } },
  },
  {
    eventId: 6 as never,
    eventTime: at(1_150),
    activityTaskScheduledEventAttributes: { activityType: { name: 'read' } },
  },
  { eventTime: at(1_200), activityTaskStartedEventAttributes: { scheduledEventId: 5 as never } },
  { eventTime: at(1_300), activityTaskStartedEventAttributes: { scheduledEventId: 6 as never } },
  { eventTime: at(1_400), activityTaskCompletedEventAttributes: { scheduledEventId: 5 as never } },
  { eventTime: at(1_500), activityTaskCompletedEventAttributes: { scheduledEventId: 6 as never } },
  { eventTime: at(1_600) },
] satisfies Event;

describe('the stages of a run', () => {
  it('add up to the time that the user waited, activities side by side counted once', () => {
    const times = stageTimes({ events }, 1_000, 1_800);
    assert.deepEqual(Object.fromEntries(times), {
      'CLI, until the run is started': 100,
      read: 300,
      'workflow turns and dispatch': 200,
      'CLI, once the run is over': 200,
    });
    assert.equal(
      [...times.values()].reduce((sum, ms) => sum + ms, 0),
      800,
    );
  });
});
