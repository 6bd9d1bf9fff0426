// Which entry of `tables:` is a table's: its own name before any wildcard, the narrower wildcard before the wider.
import { patternTest } from '../contract/many/pattern.js';
import { fullName, parseTableId, type TableId } from '../contract/table-id.js';
import type { PipelineConfig, TableConfig } from './types.js';

export interface TableEntry {
  readonly pattern: string;
  readonly entry: TableConfig;
}

/** Null when no entry fits. */
export function entryOf({ tables }: Pick<PipelineConfig, 'tables'>, table: TableId): TableEntry | null {
  const pattern = matching(Object.keys(tables), table);
  return pattern === null ? null : { pattern, entry: tables[pattern] ?? {} };
}

export const isWildcard = (pattern: string): boolean => pattern.includes('*');

/** The tables that the config names in full. */
export function namedTables({ tables }: Pick<PipelineConfig, 'tables'>): TableId[] {
  return Object.keys(tables)
    .filter((pattern) => !isWildcard(pattern))
    .flatMap((pattern) => parseTableId(pattern) ?? []);
}

/** Of wildcards the longest, so that the narrower one wins. */
function matching(patterns: readonly string[], table: TableId): string | null {
  const name = fullName(table);
  const exact = patterns.find((pattern) => pattern === name);
  if (exact !== undefined) return exact;
  return patterns.filter((pattern) => patternTest(pattern)(table)).sort((a, b) => b.length - a.length)[0] ?? null;
}
