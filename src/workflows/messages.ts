// The messages of a sync: its signals, updates and queries with their types, and the checks of their payloads.
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { PROGRESS_QUERY, RESULT_QUERY } from '../contract/names.js';
import { type Checked, isPositiveWhole, isRecord, shown } from '../contract/json-checks.js';
import type { Progress } from '../contract/progress.js';
import type { SyncResult } from '../contract/sync-result.js';

/** `{ reason?, until? }` or nothing. A payload that is not is noted in `progress.lastRefused`. */
export const pauseSignal = defineSignal<[unknown?]>('pause');
export const resumeSignal = defineSignal('resume');
/** Rows, `{ rows }`, or null for no limit. */
export const setRowLimitSignal = defineSignal<[unknown?]>('setRowLimit');
/** As the signal, refused with a message where the payload is wrong. Returns the ISO time since when the run is paused. */
export const pauseUpdate = defineUpdate<string, [unknown]>('pause');
/** Returns the state, `running`. */
export const resumeUpdate = defineUpdate<string>('resume');
/** Returns the number of rows that the run will end at; null for no limit. */
export const setRowLimitUpdate = defineUpdate<number | null, [unknown]>('setRowLimit');
export const progressQuery = defineQuery<Progress>(PROGRESS_QUERY);
/** The result of a run that is over, null until then: a cancelled run has no other way to return it. */
export const resultQuery = defineQuery<SyncResult | null>(RESULT_QUERY);

export interface PauseCommand {
  readonly reason: string | null;
  /** ISO time at which the run goes on by itself, or null. */
  readonly until: string | null;
}

/** With its zone: without one, the machine that reads it would decide what it means. */
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** `pause` takes nothing, or `{ reason?, until? }`. */
export function parsePause(payload: unknown): Checked<PauseCommand> {
  if (payload === undefined || payload === null) return { ok: true, value: { reason: null, until: null } };
  if (!isRecord(payload))
    return { ok: false, mistakes: [`pause takes {"reason":…,"until":…} or nothing, got ${shown(payload)}`] };
  const mistakes: string[] = [];
  const { reason, until, ...rest } = payload;
  for (const field of Object.keys(rest)) mistakes.push(`pause has no field ${shown(field)}; known: reason, until`);
  if (reason != null && typeof reason !== 'string') mistakes.push(`pause's reason must be text, got ${shown(reason)}`);
  if (until != null && (typeof until !== 'string' || !TIME.test(until) || Number.isNaN(Date.parse(until)))) {
    mistakes.push(`pause's until must be a time with its zone, like "2026-01-31T08:00:00Z", got ${shown(until)}`);
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  return {
    ok: true,
    value: {
      reason: (reason as string | null | undefined) ?? null,
      until: (until as string | null | undefined) ?? null,
    },
  };
}

/** `setRowLimit` takes a number, `{ rows }`, or null to lift the limit. */
export function parseRowLimit(payload: unknown): Checked<number | null> {
  const rows = isRecord(payload) && Object.keys(payload).length === 1 && 'rows' in payload ? payload['rows'] : payload;
  if (rows === null || isPositiveWhole(rows)) return { ok: true, value: rows };
  return {
    ok: false,
    mistakes: [`setRowLimit takes a whole number of rows above 0, {"rows":…} or null, got ${shown(payload)}`],
  };
}
