// What the server's own plan of a statement means for a run: whether an index serves it, and what it costs where none does.
import type { ScanPlan } from '../../contract/position.js';
import type { Strategy } from '../../contract/run-settings.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { IndexUse } from './explain.js';
import { columnName, tableName } from '../sql/literal.js';

export interface PlanOrder {
  readonly shape: TableShape;
  readonly strategy: Strategy;
  readonly rowsPerFile: number;
  readonly estimatedRows: number | null;
}

/** How one statement of a run would be carried out. */
export interface StatementPlan {
  readonly scan: ScanPlan['kind'];
  readonly step: 'planning' | 'reading';
  /** Null: the account may not ask. */
  readonly scanSql: IndexUse | null;
  readonly assessed: Assessment;
}

/**
 * `small`: it scans or sorts, of so few rows that nobody minds yet. `costs`: so many that it is said, with the index that cures it.
 * `unknown`: the account may not ask.
 */
export type Assessment = 'usesIndex' | 'small' | 'costs' | 'unknown';

type Costs = Extract<IndexUse, { kind: 'costs' }>;

/** Rows that may be scanned or sorted again for every file: this many, tenths of a second, or this many times its rows. */
const SMALL = 100_000;
const SMALL_TIMES = 10;

export function assessed(scanSql: IndexUse | null, { rowsPerFile }: Pick<PlanOrder, 'rowsPerFile'>): Assessment {
  if (scanSql === null) return 'unknown';
  if (scanSql.kind === 'usesIndex') return 'usesIndex';
  return scanSql.rows <= Math.max(SMALL, SMALL_TIMES * rowsPerFile) ? 'small' : 'costs';
}

/** What reading without an index costs, and the index that cures it, as a clause; null where one serves, or few rows are read. */
export function costsOf(order: PlanOrder, statements: readonly StatementPlan[]): string | null {
  const dear = statements.find((statement) => statement.assessed === 'costs');
  if (dear?.scanSql?.kind !== 'costs') return null;
  const { shape } = order;
  const { why, rows } = dear.scanSql;
  const columns = dear.scan === 'cursor' && shape.cursor !== null ? [shape.cursor.name, ...shape.key] : shape.key;
  return (
    `${columns.join(', ')} ${columns.length === 1 ? 'has' : 'have'} no usable index: for every ${order.rowsPerFile} rows` +
    ` the server ${why}, about ${rows} rows each time; ${cureOf(order, columns, dear.scanSql)}`
  );
}

function cureOf({ shape }: PlanOrder, columns: readonly string[], { table, derived }: Costs): string {
  if (derived) return 'no index cures that: read the tables behind it instead, or set "strategy: full"';
  const view = shape.keyIndex === null && shape.cursor?.index == null;
  const name = columnName(`by_${columns.join('_')}`.slice(0, 64));
  const on = view ? columnName(table ?? 'the table behind it') : tableName(shape.table);
  const names = view ? ' (under the names they have there)' : '';
  return `CREATE INDEX ${name} ON ${on} (${columns.map(columnName).join(', ')})${names}`;
}
