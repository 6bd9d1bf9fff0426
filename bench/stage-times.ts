// Where the time of one run went, by the event times of its history: each activity, and what Temporal needs between them.
import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type Stamp = NonNullable<temporal.api.history.v1.IHistoryEvent['eventTime']>;

/** Of everything that is no activity: workflow turns, and the way from one to the next. */
const BETWEEN = 'workflow turns and dispatch';
const CLI_START = 'CLI, until the run is started';
const CLI_END = 'CLI, once the run is over';

/** Stages in their order, each with its milliseconds; the values add up to the time between `from` and `to`. */
export type StageTimes = ReadonlyMap<string, number>;

/** `from` and `to`: when the command was typed, and when it ended; milliseconds of the same clock. */
export function stageTimes({ events }: History, from: number, to: number): StageTimes {
  const all = events ?? [];
  const began = millis(all[0]?.eventTime);
  const ended = millis(all.at(-1)?.eventTime);
  const names = new Map<string, string>();
  const starts = new Map<string, number>();
  const times = new Map<string, number>([[CLI_START, began - from]]);
  let between = ended - began;
  // Activities side by side count once: from where the last one ended.
  let counted = began;
  for (const event of all) {
    const { eventId, activityTaskScheduledEventAttributes: scheduled } = event;
    const { activityTaskStartedEventAttributes: started, activityTaskCompletedEventAttributes: completed } = event;
    if (scheduled != null) names.set(String(eventId), scheduled.activityType?.name ?? '?');
    if (started != null) starts.set(String(started.scheduledEventId), millis(event.eventTime));
    if (completed == null) continue;
    const id = String(completed.scheduledEventId);
    const end = millis(event.eventTime);
    const spent = Math.max(0, end - Math.max(counted, starts.get(id) ?? end));
    const name = names.get(id) ?? '?';
    times.set(name, (times.get(name) ?? 0) + spent);
    between -= spent;
    counted = Math.max(counted, end);
  }
  times.set(BETWEEN, between);
  times.set(CLI_END, to - ended);
  return times;
}

function millis(stamp: Stamp | null | undefined): number {
  return Number(stamp?.seconds ?? 0) * 1_000 + (stamp?.nanos ?? 0) / 1_000_000;
}
