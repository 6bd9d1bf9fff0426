// A schedule as people and programs read it, also one that was made by hand in the Temporal UI.
import type { ScheduleDescription } from '@temporalio/client';
import { parseSyncInput } from '../../contract/input.js';
import { parseSyncTablesInput, type SyncTablesInput } from '../../contract/many/input.js';
import { SYNC_TABLES } from '../../contract/names.js';
import { fullName } from '../../contract/table-id.js';
import { summaryOf } from '../many/tables-summary.js';
import { everyText } from './schedule-options.js';

export interface ScheduleView {
  readonly name: string;
  /** What it syncs, or why its runs would be refused. */
  readonly syncs: string;
  readonly when: string;
  readonly overlap: string;
  readonly paused: boolean;
  readonly note: string | null;
  /** ISO times; null while it is paused or will not start again. */
  readonly next: string | null;
  readonly last: string | null;
  /** Workflow ids of runs that are at work. */
  readonly running: readonly string[];
}

export function scheduleView({ scheduleId, spec, action, policies, state, info }: ScheduleDescription): ScheduleView {
  const { intervals = [], calendars = [], timezone } = spec;
  const zone = timezone === undefined || timezone === '' ? '' : ` ${timezone}`;
  return {
    name: scheduleId,
    syncs: syncsOf(action.workflowType, (action.args as unknown[] | undefined)?.[0]),
    when: [
      ...intervals.map(({ every }) => everyText(every)),
      ...calendars.map(({ comment }) => (comment === undefined || comment === '' ? 'by a calendar' : comment) + zone),
    ].join(', '),
    overlap: policies.overlap === 'BUFFER_ONE' ? 'buffer-one' : (policies.overlap ?? 'SKIP').toLowerCase(),
    paused: state.paused,
    note: state.note === undefined || state.note === '' ? null : state.note,
    next: state.paused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
    last: info.recentActions.at(-1)?.takenAt.toISOString() ?? null,
    running: info.runningActions.map(({ workflow }) => workflow.workflowId),
  };
}

function syncsOf(workflowType: string, input: unknown): string {
  if (workflowType === SYNC_TABLES) {
    const checked = parseSyncTablesInput(input);
    return checked.ok ? summaryOf(input as SyncTablesInput) : `wrong input: ${checked.mistakes.join('; ')}`;
  }
  const checked = parseSyncInput(input);
  if (!checked.ok) return `wrong input: ${checked.mistakes.join('; ')}`;
  return `${fullName(checked.value.table)} of pipeline ${checked.value.pipeline}`;
}

export function scheduleLines({ name, syncs, when, paused, note, next, last, running }: ScheduleView): string[] {
  const state = paused ? `paused${note === null ? '' : `: ${note}`}` : `next ${next ?? 'never'}`;
  return [
    `${name}: ${syncs}`,
    `  ${when}; ${state}; last ${last ?? 'never'}`,
    ...running.map((workflowId) => `  at work: workflow ${workflowId}`),
  ];
}
