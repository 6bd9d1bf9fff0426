// tidemark schedule: Temporal schedules that sync tables, made here or by hand in the Temporal UI.
import { ScheduleAlreadyRunning, type ScheduleHandle, ScheduleNotFoundError } from '@temporalio/client';
import { SYNC_TABLES, TABLE_SYNC } from '../../contract/names.js';
import { type CommonOptions, openConfig, openTemporal, type OpenTemporal, pipelineOf } from '../command-context.js';
import { inputError, reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { outputTo, type Say } from '../output.js';
import { requester } from '../requester.js';
import { type ScheduleCreateOptions, scheduleOptions } from '../schedule/schedule-options.js';
import { scheduleLines, scheduleView } from '../schedule/schedule-view.js';

export type CreateOptions = CommonOptions & ScheduleCreateOptions;
export interface NamedOptions extends CommonOptions {
  readonly name?: string;
  readonly reason?: string;
}

export async function scheduleCreate(options: CreateOptions): Promise<ExitCode> {
  const early = scheduleOptions(options, requester(), '');
  if (!early.ok) throw inputError(early.mistakes);
  return withTemporal(options, async (temporal, say) => {
    const checked = scheduleOptions(options, requester(), temporal.taskQueue);
    if (!checked.ok) throw inputError(checked.mistakes);
    const { scheduleId: name } = checked.value;
    try {
      await show(await temporal.client.schedule.create(checked.value), say);
    } catch (error) {
      if (error instanceof ScheduleAlreadyRunning) {
        throw inputError([
          `there is a schedule "${name}" already. Give this one a --name, or: tidemark schedule delete "${name}"`,
        ]);
      }
      // Temporal alone knows all of its calendar's rules.
      if (options.cron !== undefined) throw inputError([`Temporal refused the schedule: ${reasonOf(error)}`]);
      throw error;
    }
  });
}

export async function scheduleList(options: CommonOptions): Promise<ExitCode> {
  return withTemporal(options, async (temporal, say) => {
    let found = 0;
    for await (const { scheduleId, action } of temporal.client.schedule.list()) {
      if (action?.workflowType !== SYNC_TABLES && action?.workflowType !== TABLE_SYNC) continue;
      found += 1;
      await show(temporal.client.schedule.getHandle(scheduleId), say);
    }
    if (found === 0) say.line("there is no schedule; to make one: tidemark schedule create --every 1h -t 'schema.*'");
  });
}

export const schedulePause = (name: string | undefined, options: NamedOptions): Promise<ExitCode> =>
  withSchedule(name, options, 'paused', (schedule) => schedule.pause(options.reason));

export const scheduleResume = (name: string | undefined, options: NamedOptions): Promise<ExitCode> =>
  withSchedule(name, options, 'goes on', (schedule) => schedule.unpause());

export const scheduleTrigger = (name: string | undefined, options: NamedOptions): Promise<ExitCode> =>
  withSchedule(name, options, 'triggered; it starts now unless its last run is still at work', (schedule) =>
    schedule.trigger(),
  );

export const scheduleDelete = (name: string | undefined, options: NamedOptions): Promise<ExitCode> =>
  withSchedule(name, options, 'deleted; a run that is at work goes on', (schedule) => schedule.delete());

async function show(schedule: ScheduleHandle, say: Say): Promise<void> {
  const view = scheduleView(await schedule.describe());
  say.data(view);
  for (const line of scheduleLines(view)) say.line(line);
}

async function withSchedule(
  given: string | undefined,
  options: NamedOptions,
  done: string,
  act: (schedule: ScheduleHandle) => Promise<void>,
): Promise<ExitCode> {
  const name = given ?? options.name;
  if (name === undefined) throw inputError(['name the schedule; to see their names: tidemark schedule list']);
  return withTemporal(options, async (temporal, say) => {
    try {
      await act(temporal.client.schedule.getHandle(name));
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      throw inputError([`there is no schedule "${name}"; to see those there are: tidemark schedule list`]);
    }
    say.data({ name, done: done.split(';')[0] });
    say.line(`${name}: ${done}`);
  });
}

async function withTemporal(
  options: CommonOptions,
  work: (temporal: OpenTemporal, say: Say) => Promise<void>,
): Promise<ExitCode> {
  const config = openConfig(options);
  if (options.pipeline !== undefined) pipelineOf(config, options.pipeline);
  const temporal = await openTemporal(config);
  try {
    await work(temporal, outputTo(options.json === true));
    return EXIT.done;
  } finally {
    await temporal.close();
  }
}
