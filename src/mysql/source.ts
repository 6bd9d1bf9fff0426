// The door of the room: a MySQL or MariaDB server as the source of tables.
import type { MysqlConfig } from '../config/types.js';
import type { KeyRange, Pass, Point, Position } from '../contract/position.js';
import type { TableName } from '../contract/names.js';
import type { TableShape } from '../contract/shape.js';
import type { CutChunksResult, FixBoundResult } from '../contract/steps.js';
import { BOUND_RULES, type BoundRules } from './bound-rules.js';
import type { Wish } from './choose-strategy.js';
import { type CutLimits, cutRanges } from './cut-chunks.js';
import { type Description, describeTable } from './describe.js';
import { type BoundSettings, fixTheBound } from './fix-bound.js';
import { type OnRow, readRows } from './read-range.js';
import type { Session } from './session.js';
import { Sessions } from './sessions.js';
import type { Walked } from './sql/walk.js';
import { allRows, rowsAfter } from './sql/witness.js';

export type { BoundSettings } from './fix-bound.js';
export type { CutLimits } from './cut-chunks.js';
export type { Description } from './describe.js';
export type { OnRow } from './read-range.js';
export type { Row } from './session.js';
export type { Walked } from './sql/walk.js';
export type { Wish } from './choose-strategy.js';

/** Every method takes connections under the shared cap and gives them back; final errors have a `type`. */
export interface Source {
  /** Checks that the table can be read, and resolves how. */
  describe(table: TableName, wish: Wish, signal: AbortSignal): Promise<Description>;
  /** May wait, for seconds, for the clock and for statements; `heartbeat` is called between its steps. */
  fixBound(
    shape: TableShape,
    settings: BoundSettings,
    position: Position,
    signal: AbortSignal,
    heartbeat?: () => void,
  ): Promise<FixBoundResult>;
  cutChunks(
    shape: TableShape,
    pass: Pass,
    after: Point | null,
    limits: CutLimits,
    signal: AbortSignal,
  ): Promise<CutChunksResult>;
  /** Rows in the pass's order; reading waits for a promise that `onRow` returns. A row's buffers are good until then. */
  readRange(
    shape: TableShape,
    pass: Pass,
    range: KeyRange,
    limit: number | null,
    onRow: OnRow,
    signal: AbortSignal,
  ): Promise<void>;
  /** All rows that the filter lets through. */
  countRows(shape: Walked, signal?: AbortSignal): Promise<number>;
  /** Rows that a run from `position` on would read if it began now. */
  rowsPast(shape: Walked, position: Position, signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

const never = (): AbortSignal => new AbortController().signal;

/** Connects when first used. `rules` are replaced only to see them fail. */
export function openSource(config: MysqlConfig, rules: BoundRules = BOUND_RULES): Source {
  const sessions = new Sessions(config);
  const counted = async (session: Session, sql: string): Promise<number> => {
    const [[rows] = []] = await session.rows(sql);
    return Number(rows);
  };
  return {
    describe: (table, wish, signal) =>
      sessions.use(signal, { table, shaped: false }, (session) => describeTable(session, table, wish)),
    fixBound: (shape, settings, position, signal, heartbeat = () => undefined) =>
      sessions.use(signal, { table: shape.table, shaped: true }, (session) => {
        const ours = (): ReadonlySet<number> => sessions.threads();
        return fixTheBound({ session, shape, settings, position, rules, ours, signal, heartbeat }, config.user);
      }),
    cutChunks: (shape, pass, after, limits, signal) =>
      sessions.use(signal, { table: shape.table, shaped: true }, (session) =>
        cutRanges(session, shape, pass, after, limits),
      ),
    readRange: (shape, pass, range, limit, onRow, signal) =>
      sessions.use(signal, { table: shape.table, shaped: true }, (session) =>
        readRows(session, shape, pass, range, limit, onRow),
      ),
    countRows: (shape, signal = never()) =>
      sessions.use(signal, { table: shape.table, shaped: false }, (session) => counted(session, allRows(shape))),
    rowsPast: (shape, position, signal = never()) =>
      sessions.use(signal, { table: shape.table, shaped: false }, (session) =>
        counted(session, rowsAfter(shape, position)),
      ),
    close: () => sessions.close(),
  };
}
