// The bound of a cursor: no row stamped before it can still appear. The order of the steps is what proves it.
import type { HeldBack, Position } from '../../contract/position.js';
import { checkZone, newestStamp } from '../time-zone/check-time-zone.js';
import { clockOf, waitFor } from './clock.js';
import { smallestUncommitted } from './uncommitted-rows.js';
import { SourceRefused } from '../errors.js';
import type { UpperBoundContext, CapturedBound } from './context.js';
import { heldByStatement, heldByTransaction, isConcern } from './blocker.js';
import type { RunningStatement } from './running-statement.js';
import { type Axis, type IndexRange } from './upper-bound-sql.js';
import { floorTo, isoOf, type Micros, microsOf, offsetOf, ofSeconds, SECOND, textOf } from './timestamp.js';
import { activeWriters, writersNow } from './active-writers.js';

/** Past the bound, the clock must have moved on by this before anything is looked at. */
const PAST_BOUND: Micros = 100_000n;
/** A first load compares whole rows only this far back, and index entries before. */
const WHOLE_ROWS_BACK: Micros = 86_400n * SECOND;

/** Times here are in the cursor's own zone unless they say UTC; `offset` is how far that is ahead of UTC. */
export async function cursorBound(context: UpperBoundContext): Promise<CapturedBound> {
  const { session, shape, settings, position, rules, signal } = context;
  const digits = shape.cursor?.digits ?? 6;
  const offset = settings.cursorZone === null ? 0n : offsetOf(settings.cursorZone);
  const at = position.kind === 'from' || position.kind === 'cursor' ? position.at : null;

  const newest = await newestStamp(session, shape);
  const t0 = (await clockOf(session)) + offset;
  const asOf = isoOf(t0 - offset);
  // An hour that comes twice is no clock that went wrong: a lookback reads it again.
  const lookback = ofSeconds(settings.lookbackSeconds);
  if (at !== null && textOf(t0 + lookback, digits) < at) {
    const why = `the server's clock (${textOf(t0, 6)} in the cursor's zone) is behind the position ${at}`;
    throw new SourceRefused('ClockBehind', shape.table, `${why}; set the clock right, then start the sync again`);
  }
  const lag = ofSeconds(settings.lagSeconds);
  const first = lag > 0n ? floorTo(t0 - lag, digits) : rules.firstBound(t0, digits);
  const unproven = lag > 0n || lookback > 0n;
  const early = unproven ? [] : await writersNow(context);
  if (lag === 0n) await waitFor(session, first - offset + PAST_BOUND, signal);
  await checkZone(context, { offset, before: newest, bound: first + lag });
  const start: Start = { t0: t0 - offset, early, first, digits, offset };
  const proven = unproven ? { bound: first, by: null } : await provenBound(context, start);

  const before = textOf(proven.bound, digits);
  // Never back: then there is nothing to read.
  const bound = { kind: 'cursor' as const, before: at !== null && before < at ? at : before };
  return { bound, asOf, heldBackBy: isConcern(proven.bound, t0) ? proven.by : null };
}

interface Start {
  /** UTC. */
  readonly t0: Micros;
  /** What could write then. */
  readonly early: readonly RunningStatement[];
  readonly first: Micros;
  readonly digits: number;
  readonly offset: Micros;
}

async function provenBound(
  context: UpperBoundContext,
  { t0, early, first, digits, offset }: Start,
): Promise<{ bound: Micros; by: HeldBack | null }> {
  const { session, shape, position, rules } = context;
  let bound = first;
  let by: HeldBack | null = null;
  const lower = (toward: Micros): boolean => {
    const lowered = rules.lowered(bound, toward, digits);
    const moved = lowered < bound;
    bound = lowered;
    return moved;
  };

  // (1) A statement that runs now may write rows stamped when it began.
  for (const { line, since } of await activeWriters(context, { t0, first: first - offset, early })) {
    if (lower(since + offset)) by = heldByStatement(line);
  }
  // (2) What a statement that has ended wrote is there to be seen, committed or not.
  const axis: Axis = { by: 'cursor', shape };
  for (const { from, to, compared } of scansOf(position, first, digits, rules.compared(digits))) {
    const before = to !== null && to < textOf(bound, digits) ? to : textOf(bound, digits);
    const indexRange: IndexRange = { from, past: null, before, upTo: null };
    const uncommitted = await smallestUncommitted(session, axis, indexRange, compared, rules);
    if (uncommitted === null) continue;
    const stamp = stampOf(uncommitted);
    if (lower(stamp)) by = await heldByTransaction(session, stamp - offset);
    break;
  }
  return { bound, by };
}

interface Scan {
  readonly from: string | null;
  readonly to: string | null;
  readonly compared: 'entry' | 'row';
}

/** What is compared how: from the position on; on a first load all of it, whole rows only of its last day. */
function scansOf(position: Position, first: Micros, digits: number, compared: 'entry' | 'row'): Scan[] {
  if (position.kind === 'from' || position.kind === 'cursor') return [{ from: position.at, to: null, compared }];
  if (compared === 'entry') return [{ from: null, to: null, compared }];
  const day = textOf(first - WHOLE_ROWS_BACK, digits);
  return [
    { from: null, to: day, compared: 'entry' },
    { from: day, to: null, compared },
  ];
}

/** A zero date is before everything. */
function stampOf(text: string): Micros {
  return text.startsWith('0000') || text.slice(5, 10).includes('00') ? 0n : microsOf(text);
}
