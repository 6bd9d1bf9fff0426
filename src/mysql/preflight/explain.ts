// Reads what EXPLAIN answers: whether a statement reads the index it should, or scans and sorts.
import type { NamedRow } from '../connection/named-rows.js';

/** A line of EXPLAIN, as MariaDB and MySQL both print it; MySQL's has more columns. */
export interface ExplainLine {
  readonly table: string | null;
  /** `range`, `ref`, `index`, `ALL` … */
  readonly access: string | null;
  readonly key: string | null;
  /** About how many rows are looked at. */
  readonly rows: number | null;
  readonly extra: string;
}

export interface Expected {
  /** The index that must be scanned; null: any. */
  readonly index: string | null;
  /** Whether the statement begins at a place: then it must not begin at the start of the index. */
  readonly placed: boolean;
}

export type IndexUse =
  | { readonly kind: 'usesIndex'; readonly index: string | null; readonly rows: number }
  | {
      readonly kind: 'costs';
      /** Goes on after "the server …". */
      readonly why: string;
      /** About how many rows it looks at, each time. */
      readonly rows: number;
      /** Rows don't come in the order of the index that should be scanned. */
      readonly unordered: boolean;
      /** As the server names it: behind a view, a table of its own or an alias. */
      readonly table: string | null;
      /** A view that is worked out before it is read: no index serves it. */
      readonly derived: boolean;
    };

export function explainLine(row: NamedRow): ExplainLine {
  const rows = row.get('rows') ?? null;
  return {
    table: row.get('table') ?? null,
    access: row.get('type') ?? null,
    key: row.get('key') ?? null,
    rows: rows === null ? null : Number(rows),
    extra: row.get('extra') ?? '',
  };
}

/** What both servers say of a statement that finds nothing, without looking at a row. */
const NOTHING_TO_READ = /impossible|no matching|no tables used|optimized away/i;

export function scanSqlOf(lines: readonly ExplainLine[], { index, placed }: Expected): IndexUse {
  const [first] = lines;
  const rows = Math.max(0, ...lines.map((line) => line.rows ?? 0));
  if (first === undefined || (first.access === null && NOTHING_TO_READ.test(first.extra))) {
    return { kind: 'usesIndex', index: null, rows: 0 };
  }
  const extra = lines.map((line) => line.extra).join('; ');
  const derived = first.table?.startsWith('<') === true;
  const based = lines.filter((line) => line.table?.startsWith('<') !== true);
  const whole = based.find(({ access }) => access === 'ALL') ?? lines.find(({ access }) => access === 'ALL');
  const disorder = [
    index !== null && first.key !== index ? `takes ${first.key ?? 'no index'} instead of ${index}` : null,
    /using temporary/i.test(extra) ? 'fills a temporary table' : null,
    /using filesort/i.test(extra) ? 'sorts' : null,
  ].filter((reason) => reason !== null);
  const why = [
    ...(derived ? ['works out the view again'] : []),
    ...(whole === undefined ? [] : [`reads all of ${whole.table ?? 'the table'}`]),
    ...(placed && first.access === 'index' ? [`scans ${first.key ?? 'the index'} from its start`] : []),
    ...disorder,
  ];
  if (why.length === 0) return { kind: 'usesIndex', index: first.key, rows };
  const table = based.find((line) => line.table !== null)?.table ?? null;
  return { kind: 'costs', why: listed(why), rows, unordered: disorder.length > 0, table, derived };
}

function listed(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), parts.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}
