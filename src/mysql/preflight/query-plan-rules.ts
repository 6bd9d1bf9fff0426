// Which query plans are good enough to read a table by, and the refusal of one that is not.
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
  /** The cursor, or the key's first column, that may be read without an index. */
  readonly accepted: string | undefined;
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
 * `small`: it scans or sorts, of so few rows that nobody minds yet. `accepted`: by name in the config.
 * `unknown`: the account may not ask.
 */
export type Assessment = 'usesIndex' | 'small' | 'accepted' | 'refused' | 'unknown';

type Costs = Extract<IndexUse, { kind: 'costs' }>;

/** Rows that may be scanned or sorted again for every file: this many, tenths of a second, or this many times its rows. */
const SMALL = 100_000;
const SMALL_TIMES = 10;

/** `index` is the one that was chosen for the scan; null for a view, or a cursor accepted without. */
export function assessed(scanSql: IndexUse | null, index: string | null, scan: ScanPlan, order: PlanOrder): Assessment {
  if (scanSql === null) return 'unknown';
  if (scanSql.kind === 'usesIndex') return 'usesIndex';
  // An index that was chosen and doesn't serve is a mistake at any size; without one, the size decides.
  const small = scanSql.rows <= Math.max(SMALL, SMALL_TIMES * order.rowsPerFile);
  if (small && (index === null || !scanSql.unordered)) return 'small';
  return order.accepted !== undefined && order.accepted.toLowerCase() === scannedName(order, scan)?.toLowerCase()
    ? 'accepted'
    : 'refused';
}

/** The column that the table is scanned by, under which its cost is accepted. */
function scannedName({ shape }: PlanOrder, scan: ScanPlan): string | undefined {
  // A first load by the key belongs to the same choice.
  return scan.kind === 'cursor' || shape.cursor !== null ? shape.cursor?.name : shape.key[0];
}

export function refusalOf(order: PlanOrder, statements: readonly StatementPlan[]): string | null {
  const refused = statements.find((statement) => statement.assessed === 'refused');
  if (refused?.scanSql?.kind !== 'costs') return null;
  const { shape } = order;
  const { why, rows } = refused.scanSql;
  const columns = refused.scan === 'cursor' && shape.cursor !== null ? [shape.cursor.name, ...shape.key] : shape.key;
  const accept = shape.cursor?.name ?? shape.key[0] ?? '';
  return (
    `${columns.join(', ')} ${columns.length === 1 ? 'has' : 'have'} no usable index: for every ${order.rowsPerFile} rows` +
    ` the server ${why}, about ${rows} rows each time; ${cureOf(order, columns, refused.scanSql)};` +
    ` or accept the cost with "acceptWithoutIndex: ${accept}"`
  );
}

function cureOf({ shape }: PlanOrder, columns: readonly string[], { table, derived }: Costs): string {
  if (derived) return 'no index cures that: read the tables behind it instead';
  const view = shape.keyIndex === null && shape.cursor?.index == null;
  const name = columnName(`by_${columns.join('_')}`.slice(0, 64));
  const on = view ? columnName(table ?? 'the table behind it') : tableName(shape.table);
  const names = view ? ' (under the names they have there)' : '';
  return `CREATE INDEX ${name} ON ${on} (${columns.map(columnName).join(', ')})${names}`;
}
