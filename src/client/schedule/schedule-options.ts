// The command line of a schedule as what Temporal keeps: when it starts, and the input of what it starts.
import type { ScheduleOptions } from '@temporalio/client';
import type { SyncTablesInput } from '../../contract/many/input.js';
import { DEFAULT_PIPELINE, SYNC_TABLES, syncTablesWorkflowId } from '../../contract/names.js';
import type { Checked } from '../../contract/json-checks.js';
import { type TablesCommandOptions, tablesInput } from '../many/tables-input.js';
import { summaryOf } from '../many/tables-summary.js';

export interface WhenOptions {
  readonly every?: string;
  readonly cron?: string;
  readonly timezone?: string;
  readonly overlap?: string;
  readonly name?: string;
}
export type ScheduleCreateOptions = TablesCommandOptions & WhenOptions;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Milliseconds: below it the runs would only meet one another. */
const SHORTEST = 10_000;
/** A firing that was missed this long ago, while Temporal was down, is not made up for. */
const CATCH_UP = '10 minutes';
/** What happens to a firing while the run before is at work. */
const OVERLAP = { skip: 'SKIP', 'buffer-one': 'BUFFER_ONE' } as const;

/** `90s`, `15m`, `1h`, `1d` in milliseconds; null for anything else. */
export function everyOf(text: string): number | null {
  const [, digits = '', unit = ''] = /^(\d{1,6}) ?([smhd])$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? 0);
  return ms >= SHORTEST ? ms : null;
}

export function everyText(ms: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `every ${ms / size}${unit}`;
}

export function scheduleOptions(
  options: ScheduleCreateOptions,
  requestedBy: string,
  taskQueue: string,
): Checked<ScheduleOptions> {
  const { every, cron, timezone, overlap = 'skip' } = options;
  const input = tablesInput(options, requestedBy);
  const mistakes = input.ok ? [] : [...input.mistakes];
  if ((every === undefined) === (cron === undefined)) mistakes.push('give either --every 1h or --cron "0 3 * * *"');
  if (every !== undefined && everyOf(every) === null) {
    mistakes.push(`--every must be a time like 90s, 15m, 1h or 1d, at least 10s, got ${JSON.stringify(every)}`);
  }
  if (every !== undefined && timezone !== undefined) mistakes.push('--timezone goes with --cron');
  if (timezone !== undefined && !isZone(timezone)) {
    mistakes.push(`--timezone must be a name like Europe/Berlin, got ${JSON.stringify(timezone)}`);
  }
  if (cron?.includes('#') === true) mistakes.push('--cron takes no comment');
  if (!(overlap in OVERLAP)) mistakes.push(`--overlap must be skip or buffer-one, got ${JSON.stringify(overlap)}`);
  if (mistakes.length > 0 || !input.ok) return { ok: false, mistakes };
  const name = options.name ?? defaultName(input.value);
  const { pipeline = DEFAULT_PIPELINE } = input.value;
  return {
    ok: true,
    value: {
      scheduleId: name,
      spec: {
        ...(every === undefined ? {} : { intervals: [{ every: everyOf(every) ?? SHORTEST }] }),
        // Temporal keeps a calendar instead of the text; its comment tells people what it was.
        ...(cron === undefined ? {} : { cronExpressions: [`${cron} # ${cron}`] }),
        ...(timezone === undefined ? {} : { timezone }),
      },
      action: {
        type: 'startWorkflow',
        workflowType: SYNC_TABLES,
        workflowId: syncTablesWorkflowId(pipeline, name),
        taskQueue,
        args: [input.value],
        staticSummary: summaryOf(input.value),
      },
      policies: { overlap: OVERLAP[overlap as keyof typeof OVERLAP], catchupWindow: CATCH_UP },
    },
  };
}

function defaultName({ pipeline = DEFAULT_PIPELINE, tables, exclude = [] }: SyncTablesInput): string {
  const without = exclude.length === 0 ? '' : ` without ${exclude.join(',')}`;
  return `${pipeline}: ${tables?.join(',') ?? 'all'}${without}`.slice(0, 200);
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
