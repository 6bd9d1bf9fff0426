// Asks, before a row is read, whether the server reads an index for the very statements that a run will use.
import type { ScanPlan, Point } from '../../contract/position.js';
import type { Strategy } from '../../contract/run-settings.js';
import type { TableShape } from '../../contract/table-shape.js';
import { clockOf } from '../upper-bound/clock.js';
import { explainLine, type IndexUse, scanSqlOf } from './explain.js';
import { mayNotExplain } from '../connection/error-numbers.js';
import { namedRows } from '../connection/named-rows.js';
import { assessed, costsOf, type PlanOrder, type StatementPlan } from './query-plan-rules.js';
import type { Session } from '../connection/connection.js';
import { largestKey } from '../upper-bound/upper-bound-sql.js';
import { explained, somePlace } from './explain-sql.js';
import { rangeEnd } from '../extract/plan-chunks-sql.js';
import { rangeRows } from '../extract/read-chunk-sql.js';
import { textOf } from '../upper-bound/timestamp.js';

export interface PlanCheck {
  readonly statements: readonly StatementPlan[];
  /** What it costs where no index serves, with the one that would; null where that is little. */
  readonly costs: string | null;
}

/** Rows before the place that is asked about: a page's worth, whatever a file holds. */
const SKIP = 50_000;

export async function checkPlan(session: Session, order: PlanOrder): Promise<PlanCheck> {
  const { shape, strategy } = order;
  // All of it in one statement: there is no order that an index could serve.
  if (strategy === 'full' && shape.keyIndex === null) return { statements: [], costs: null };
  const place = await placeIn(session, order);
  const now = textOf(await clockOf(session), shape.cursor?.digits ?? 6);
  const statements: StatementPlan[] = [];
  for (const scan of await scansOf(session, shape, strategy, place, now)) {
    statements.push(...(await checkScan(session, order, scan, place)));
  }
  return { statements, costs: costsOf(order, statements) };
}

/** A row some way into the table; null for an empty one, or where finding one would cost as much as a run. */
async function placeIn(session: Session, { shape, estimatedRows }: PlanOrder): Promise<Point | null> {
  const skip = Math.min(Math.floor((estimatedRows ?? 0) / 2), SKIP);
  if (shape.keyIndex === null && shape.cursor?.index == null) {
    const scanSql = await ask(session, somePlace(shape, 0), { index: null, placed: false });
    if (scanSql === null || scanSql.rows > SKIP) return null;
  }
  // Statistics are estimates: with fewer rows than they say, the first one does.
  const [row] = [...(await session.rows(somePlace(shape, skip))), ...(await session.rows(somePlace(shape, 0)))];
  if (row === undefined || row.includes(null)) return null;
  const values = row.map((value) => value ?? '');
  const [at = null, ...key] = shape.cursor === null ? [null, ...values] : values;
  return { at, key: key.filter((value) => value !== null) };
}

async function scansOf(
  session: Session,
  shape: TableShape,
  strategy: Strategy,
  place: Point | null,
  now: string,
): Promise<ScanPlan[]> {
  const cursor: ScanPlan = { kind: 'cursor', from: place?.at ?? null, afterKey: null, before: now, again: false };
  if (strategy === 'timestamp') return [cursor];
  if (strategy === 'timestamp+id') return [{ kind: 'firstLoad', snapshotHighWatermark: now, after: null }, cursor];
  if (place === null) return [];
  const [last] = shape.keyIndex === null ? [] : await session.rows(largestKey(shape));
  const upTo = last?.map((value) => value ?? '') ?? place.key;
  if (strategy === 'checksum') return [{ kind: 'checksum', map: null }];
  return [strategy === 'id' ? { kind: 'id', after: null, upTo } : { kind: 'whole', upTo }];
}

async function checkScan(
  session: Session,
  order: PlanOrder,
  scan: ScanPlan,
  place: Point | null,
): Promise<StatementPlan[]> {
  const { shape, rowsPerFile } = order;
  const index = scan.kind === 'cursor' ? (shape.cursor?.index ?? null) : shape.keyIndex;
  // Up to the place itself nothing would be left behind it.
  const bounded = (scan.kind === 'id' || scan.kind === 'whole') && shape.keyIndex === null;
  const after = place === null || bounded ? null : { at: scan.kind === 'cursor' ? place.at : null, key: place.key };
  const expected = { index, placed: after !== null };
  const planOf = (step: StatementPlan['step'], scanSql: IndexUse | null): StatementPlan => ({
    scan: scan.kind,
    step,
    scanSql,
    assessed: assessed(scanSql, order),
  });
  const planning = planOf('planning', await ask(session, rangeEnd(shape, scan, after, rowsPerFile), expected));
  if (planning.scanSql === null) return [planning];
  // Where the next range would end; the filter may let so few rows through that looking for it takes long.
  const cheap = planning.assessed !== 'costs';
  const unfiltered = rangeEnd({ ...shape, filter: null }, scan, after, rowsPerFile);
  const [end] = cheap ? await session.rows(unfiltered) : [];
  const values = end?.map((value) => value ?? '');
  const upTo =
    values === undefined
      ? null
      : { at: scan.kind === 'cursor' ? (values[0] ?? '') : null, key: values.slice(scan.kind === 'cursor' ? 1 : 0) };
  return [planning, planOf('reading', await ask(session, rangeRows(shape, scan, { after, upTo }, null), expected))];
}

/** Null when the account may not ask how a view is read. */
async function ask(
  session: Session,
  statement: string,
  expected: { index: string | null; placed: boolean },
): Promise<IndexUse | null> {
  try {
    return scanSqlOf((await namedRows(session, explained(statement))).map(explainLine), expected);
  } catch (error) {
    if (!session.dead && mayNotExplain(error)) return null;
    throw error;
  }
}
