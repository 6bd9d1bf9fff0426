// The input of a syncTables workflow: which tables of one pipeline to sync, and what tableSync takes. Short enough to type by hand.
import { type Stage, parseSyncInput, type SyncRequest } from '../input.js';
import { type Checked, isPositiveWhole, isRecord, shown } from '../json-checks.js';
import { isPattern, parsePattern } from './pattern.js';

export interface SyncTablesInput {
  /** Names and patterns, `schema.*`. Either these or `all`. */
  readonly tables?: readonly string[];
  /** Every table of the source that the config lists. */
  readonly all?: true;
  /** Names and patterns of tables to leave out. */
  readonly exclude?: readonly string[];
  readonly pipeline?: string;
  readonly stage?: Stage;
  /** Rows of each table, exactly. */
  readonly limit?: number;
  readonly rowsPerFile?: number;
  readonly requestedBy?: string;
  /** Tables synced at a time. */
  readonly maxParallel?: number;
}

/** The checked input: what each table's run gets, and the choice of tables. `tables` is `*.*` for all. */
export interface SyncTablesRequest extends Omit<SyncRequest, 'table'> {
  readonly tables: readonly string[];
  readonly exclude: readonly string[];
  readonly maxParallel: number;
}

export const ALL_TABLES = '*.*';
const DEFAULT_PARALLEL = 4;
/** A parent of more would be a crowd at the source, which has a cap on connections. */
const MOST_PARALLEL = 64;

const SHARED = ['pipeline', 'stage', 'limit', 'rowsPerFile', 'requestedBy'];
const FIELDS = ['tables', 'all', 'exclude', ...SHARED, 'maxParallel'];

/** Checks the input and fills in the defaults; names all mistakes at once. */
export function parseSyncTablesInput(input: unknown): Checked<SyncTablesRequest> {
  if (!isRecord(input)) {
    const example = '{"tables":["schema.*"]} or {"all":true}';
    return { ok: false, mistakes: [`the input must be an object like ${example}, got ${shown(input)}`] };
  }
  const mistakes: string[] = [];
  for (const field of Object.keys(input)) {
    if (!FIELDS.includes(field)) mistakes.push(`unknown field ${shown(field)}; known: ${FIELDS.join(', ')}`);
  }
  const { tables, all, exclude, maxParallel } = input;
  if (all != null && typeof all !== 'boolean') mistakes.push(`all must be true, got ${shown(all)}`);
  if (all === true && tables != null) mistakes.push('tables and all exclude each other: all is every table');
  if (all !== true && tables == null) mistakes.push('tables is missing: names or patterns of tables, or all: true');
  if (tables != null) mistakes.push(...namesMistakes('tables', tables, 1));
  if (exclude != null) mistakes.push(...namesMistakes('exclude', exclude, 0));
  if (maxParallel != null && (!isPositiveWhole(maxParallel) || maxParallel > MOST_PARALLEL)) {
    mistakes.push(`maxParallel must be a whole number from 1 to ${MOST_PARALLEL}, got ${shown(maxParallel)}`);
  }
  const shared = Object.fromEntries(SHARED.map((field) => [field, input[field]]));
  const each = parseSyncInput({ ...shared, table: 'any.table' });
  if (!each.ok) mistakes.push(...each.mistakes);
  if (mistakes.length > 0 || !each.ok) return { ok: false, mistakes };
  const { pipeline, stage, limit, rowsPerFile, requestedBy } = each.value;
  return {
    ok: true,
    value: {
      tables: all === true ? [ALL_TABLES] : [...new Set(tables as string[])],
      exclude: [...new Set((exclude as string[] | null | undefined) ?? [])],
      maxParallel: (maxParallel as number | null | undefined) ?? DEFAULT_PARALLEL,
      ...{ pipeline, stage, limit, rowsPerFile, requestedBy },
    },
  };
}

function namesMistakes(field: string, names: unknown, least: 0 | 1): string[] {
  const what = 'names or patterns like "schema.table" or "schema.*"';
  if (!Array.isArray(names) || names.length < least) return [`${field} must be a list of ${what}, got ${shown(names)}`];
  return names
    .filter((name) => typeof name !== 'string' || parsePattern(name) === null)
    .map((name) => `${field} must be ${what}, got ${shown(name)}`);
}

/** Whether the source must be asked: a list of names needs nobody to expand it. */
export function hasPatterns({ tables }: Pick<SyncTablesRequest, 'tables'>): boolean {
  return tables.some(isPattern);
}
