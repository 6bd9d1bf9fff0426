// What the config says of one table: its own entry over the wildcard's over the defaults.
import { modeOf, type TargetSettings } from '../contract/run-settings.js';
import { fullName, type TableId } from '../contract/table-id.js';
import { ConfigError } from './errors.js';
import { entryOf } from './table-pattern.js';
import { targetName } from './table-target.js';
import type { PipelineConfig, TableConfig } from './types.js';

const BUILT_IN = {
  rowsPerFile: 50_000,
  /** Bytes of decoded rows. */
  maxFileBytes: 64 * 2 ** 20,
  chunksInFlight: 4,
  lag: 0,
  lookback: 0,
  stampedBy: 'server',
  deletes: 'hard',
  maxDeletedShare: 0.05,
} as const;

export type ResolvedTable = TableConfig &
  Required<Pick<TableConfig, keyof typeof BUILT_IN>> & {
    /** Hashes are made with the salt, which itself goes no further than to the worker that reads. */
    readonly saltedHashes: boolean;
  };

export interface TableSettings {
  readonly table: ResolvedTable;
  readonly target: TargetSettings;
}

/** How `tables:` of the config lists a table: by its name, by a pattern, or not at all. */
export function listedAs(pipeline: PipelineConfig, table: TableId): 'name' | 'pattern' | null {
  const found = entryOf(pipeline, table);
  return found === null ? null : found.pattern === fullName(table) ? 'name' : 'pattern';
}

/** Throws ConfigError when no entry of `tables:` fits. */
export function settingsFor(pipeline: PipelineConfig, table: TableId): TableSettings {
  const found = entryOf(pipeline, table);
  if (found === null) {
    throw new ConfigError(`pipeline ${pipeline.name}`, [
      `${fullName(table)} is not among its tables; add it to the config:  tables: { ${fullName(table)}: {} }`,
    ]);
  }
  const { entry } = found;
  const resolved = withMode({
    ...{ ...BUILT_IN, ...pipeline.defaults, ...entry },
    // A mask of the defaults is not lost where a table has policies of its own.
    columns: { ...pipeline.defaults.columns, ...entry.columns },
    saltedHashes: pipeline.hashSalt !== undefined,
  });
  const mistakes = contradictions(resolved);
  if (mistakes.length > 0) throw new ConfigError(`pipeline ${pipeline.name}, table ${fullName(table)}`, mistakes);
  return {
    table: resolved,
    target: {
      ...targetName(pipeline, table, resolved.target),
      ...(resolved.deletes === 'soft' ? { softDeletes: true as const } : {}),
      createTarget: resolved.createTarget ?? pipeline.target.createTarget,
      ...(resolved.keepTargetColumns === undefined ? {} : { keepTargetColumns: resolved.keepTargetColumns }),
      ...(resolved.distribution === undefined ? {} : { distribution: resolved.distribution }),
      ...(resolved.sortKey === undefined ? {} : { sortKey: resolved.sortKey }),
    },
  };
}

/** Mode `full` brings its strategy along, and a strategy its mode. Both are left open where the table decides. */
function withMode(table: ResolvedTable): ResolvedTable {
  const { mode, strategy = mode === 'full' ? 'full' : undefined } = table;
  if (strategy === undefined) return table;
  return { ...table, strategy, mode: mode ?? modeOf(strategy) };
}

function contradictions({ strategy, mode, deletes, lookback, where, key, stampedBy, lag }: ResolvedTable): string[] {
  const mistakes: string[] = [];
  const other = (is: string, needs: string): void =>
    void mistakes.push(`strategy "${is}" goes with mode "${needs}", not "${mode ?? ''}"`);
  if (strategy === 'full' && mode !== 'full') other('full', 'full');
  if (strategy !== 'full' && mode === 'full') other(strategy ?? '', 'merge" or "append');
  if (strategy === 'timestamp' && mode !== 'append') other('timestamp', 'append');
  if (lookback > 0 && mode !== undefined && mode !== 'merge') {
    mistakes.push(`"lookback" reads rows again, which mode "${mode}" would load twice; use "lag", or mode "merge"`);
  }
  if (strategy === 'checksum' && mode === 'append') other('checksum', 'merge');
  if (lookback > 0 && (strategy === 'id' || strategy === 'checksum'))
    mistakes.push(`"lookback" needs a cursor to look back by; strategy "${strategy}" has none`);
  if (deletes === 'soft' && mode === 'full') {
    mistakes.push('"deletes: soft" marks rows that are gone, and mode "full" replaces all rows');
  }
  if (where !== undefined && where.trim() === '') mistakes.push('"where" is empty');
  if (key !== undefined && new Set(key.map((name) => name.toLowerCase())).size < key.length) {
    mistakes.push(`"key" names a column twice: ${key.join(', ')}`);
  }
  if (stampedBy === 'application' && strategy === 'id' && lag === 0) {
    mistakes.push('"stampedBy" is about a cursor; strategy "id" has none');
  }
  return mistakes;
}
