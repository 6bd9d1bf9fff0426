// What the config says of one table: its own entry over the wildcard's over the defaults. Pure.
import { splitTableName, type TableName } from '../contract/names.js';
import { ConfigError } from './errors.js';
import type { PipelineConfig, TableConfig } from './types.js';

const BUILT_IN = {
  mode: 'merge',
  rowsPerFile: 50_000,
  /** Bytes of decoded rows. */
  maxFileBytes: 64 * 2 ** 20,
  chunksInFlight: 4,
  lag: 0,
} as const;

export type ResolvedTable = TableConfig & Required<Pick<TableConfig, keyof typeof BUILT_IN>>;

export interface TableSettings {
  readonly table: ResolvedTable;
  readonly target: { readonly schema: string; readonly table: string; readonly createTarget: 'never' | 'ifMissing' };
}

/** Throws ConfigError when no entry of `tables:` fits. */
export function settingsFor(pipeline: PipelineConfig, table: TableName): TableSettings {
  const pattern = matching(Object.keys(pipeline.tables), table);
  if (pattern === null) {
    throw new ConfigError(`pipeline ${pipeline.name}`, [
      `${table} is not among its tables; add it to the config:  tables: { ${table}: {} }`,
    ]);
  }
  const resolved: ResolvedTable = { ...BUILT_IN, ...pipeline.defaults, ...pipeline.tables[pattern] };
  const name = resolved.target ?? splitTableName(table)?.table ?? table;
  const [first = name, second] = name.toLowerCase().split('.');
  return {
    table: resolved,
    target: {
      schema: second === undefined ? pipeline.target.schema.toLowerCase() : first,
      table: second ?? first,
      createTarget: resolved.createTarget ?? pipeline.target.createTarget,
    },
  };
}

/** The table's own name before any wildcard; of wildcards the longest, so that the narrower one wins. */
function matching(patterns: readonly string[], table: TableName): string | null {
  const exact = patterns.find((pattern) => pattern === table);
  if (exact !== undefined) return exact;
  const fits = (pattern: string): boolean =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(table);
  return patterns.filter(fits).sort((a, b) => b.length - a.length)[0] ?? null;
}
