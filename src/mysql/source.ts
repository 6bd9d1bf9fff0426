// A MySQL or MariaDB server as the source of tables: the only file of this folder that others call.
import type { MysqlConfig } from '../config/types.js';
import type { KeyRange, ScanPlan, Point, Position } from '../contract/position.js';
import type { TableId } from '../contract/table-id.js';
import type { TableShape } from '../contract/table-shape.js';
import type { PlanChunksResult, CaptureUpperBoundResult } from '../contract/activity-types.js';
import { BOUND_RULES, type BoundRules } from './upper-bound/rules.js';
import { type CutLimits, planRanges } from './extract/plan-chunks.js';
import { neighboursOf } from './schema/neighbours.js';
import { type Description, describeTable } from './schema/introspect.js';
import { type ListedTable, listTables } from './schema/list-tables.js';
import { type Examination, examine, type ExamineOrder } from './preflight/preflight.js';
import { captureBound } from './upper-bound/capture-upper-bound.js';
import type { BoundSettings } from './upper-bound/context.js';
import { withLacking } from './preflight/privileges.js';
import { readSlices } from './extract/throttled-read.js';
import { readRows } from './extract/read-chunk.js';
import type { OnRow } from './rows/row.js';
import { askReplicaLag } from './extract/replica-lag.js';
import type { Session } from './connection/connection.js';
import { SharedSources } from './connection/shared-pools.js';
import type { TableOptions } from './schema/source-table.js';
import type { ScanTable } from './sql/scan.js';
import { allRows, rowsAfter } from './sql/row-counts.js';

export type { BoundSettings } from './upper-bound/context.js';
export type { CutLimits } from './extract/plan-chunks.js';
export type { ListedTable } from './schema/list-tables.js';
export type { Description } from './schema/introspect.js';
export type { Examination } from './preflight/preflight.js';
export { SharedSources } from './connection/shared-pools.js';
export type { OnRow, Row } from './rows/row.js';
export type { ScanTable } from './sql/scan.js';
export type { TableOptions } from './schema/source-table.js';

/** Every method takes connections under the shared cap and gives them back; final errors have a `type`. */
export interface Source {
  /** Checks that the table can be read, and resolves how. */
  describe(table: TableId, tableOptions: TableOptions, signal: AbortSignal): Promise<Description>;
  /** Other tables beside this one: with one of `names`, whatever their case; all when null. */
  neighbours(table: TableId, names: readonly string[] | null, signal: AbortSignal): Promise<TableId[]>;
  /** How the server would carry out a run's statements, and whether it may begin. Reads metadata and the index alone. */
  examine(described: Description, order: ExamineOrder, signal: AbortSignal): Promise<Examination>;
  /**
   * May wait, for seconds, for the clock and for statements.
   * Throws ReplicaLags, to be tried again.
   */
  captureUpperBound(
    shape: TableShape,
    settings: BoundSettings,
    position: Position,
    signal: AbortSignal,
  ): Promise<CaptureUpperBoundResult>;
  planChunks(
    shape: TableShape,
    scan: ScanPlan,
    after: Point | null,
    limits: CutLimits,
    signal: AbortSignal,
  ): Promise<PlanChunksResult>;
  /**
   * Rows in the scan's order; reading waits for a promise that `onRow` returns. A row is good until then.
   * Waits for its turn under a cap on rows per second. Throws ReplicaLags, to be tried again.
   */
  readRange(
    shape: TableShape,
    scan: ScanPlan,
    range: KeyRange,
    limit: number | null,
    onRow: OnRow,
    signal: AbortSignal,
  ): Promise<void>;
  /** Tables and views that the account may read, in these schemas; null: in all but the server's own. */
  listTables(schemas: readonly string[] | null, signal: AbortSignal): Promise<ListedTable[]>;
  /** All rows that the filter lets through. */
  countRows(shape: ScanTable, signal?: AbortSignal): Promise<number>;
  /** Rows that a run from `position` on would read if it began now. */
  rowsPast(shape: ScanTable, position: Position, signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

/** What an error of a statement over the catalog is about. */
const ANY_TABLE: TableId = { schema: 'information_schema', name: 'TABLES' };

const never = (): AbortSignal => new AbortController().signal;

/** Connects when first used. `rules` are replaced only to see them fail; `shared` is what all sources of a worker share. */
export function openSource(
  config: MysqlConfig,
  rules: BoundRules = BOUND_RULES,
  shared: SharedSources = new SharedSources([config]),
): Source {
  const held = shared.open(config);
  const { sessions, cap, lag } = held;
  const requireFresh = async (table: TableId, signal: AbortSignal): Promise<void> => {
    const most = config.maxReplicaLag;
    if (most === null) return;
    await lag.ensure(most, `${config.host}:${config.port}`, () =>
      sessions.use(signal, { table, shaped: false }, (session) => askReplicaLag(session, table, config.user)),
    );
  };
  const counted = async (session: Session, sql: string): Promise<number> => {
    const [[rows] = []] = await session.rows(sql);
    return Number(rows);
  };
  return {
    describe: (table, tableOptions, signal) =>
      sessions.use(signal, { table, shaped: false }, (session) =>
        withLacking(session, { table, tableOptions, config }, () =>
          describeTable(session, table, tableOptions, config.user),
        ),
      ),
    neighbours: (table, names, signal) =>
      sessions.use(signal, { table, shaped: false }, (session) => neighboursOf(session, table, names)),
    examine: (described, order, signal) =>
      sessions.use(signal, { table: described.shape.table, shaped: true }, (session) =>
        examine(session, described, order, config),
      ),
    captureUpperBound: async (shape, settings, position, signal) => {
      await requireFresh(shape.table, signal);
      return sessions.use(signal, { table: shape.table, shaped: true }, (session) => {
        const ours = (): ReadonlySet<number> => sessions.threads();
        return captureBound({ session, shape, settings, position, rules, ours, signal }, config.user);
      });
    },
    planChunks: (shape, scan, after, limits, signal) =>
      sessions.use(signal, { table: shape.table, shaped: true }, (session) =>
        planRanges(session, shape, scan, after, limits),
      ),
    readRange: async (shape, scan, range, limit, onRow, signal) => {
      await requireFresh(shape.table, signal);
      const use = <T>(work: (session: Session) => Promise<T>): Promise<T> =>
        sessions.use(signal, { table: shape.table, shaped: true }, work);
      if (cap === null) return use((session) => readRows(session, shape, scan, range, limit, onRow));
      return readSlices({ cap, use, signal }, shape, scan, range, limit, onRow);
    },
    listTables: (schemas, signal) =>
      sessions.use(signal, { table: ANY_TABLE, shaped: false }, (session) => listTables(session, schemas)),
    countRows: (shape, signal = never()) =>
      sessions.use(signal, { table: shape.table, shaped: false }, (session) => counted(session, allRows(shape))),
    rowsPast: (shape, position, signal = never()) =>
      sessions.use(signal, { table: shape.table, shaped: false }, (session) =>
        counted(session, rowsAfter(shape, position)),
      ),
    close: () => held.close(),
  };
}
