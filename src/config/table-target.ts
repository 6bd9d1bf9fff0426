// Where a table's rows go, and which tables of a config would go into one target.
import { isPattern } from '../contract/many/pattern.js';
import { fullName, type TableId } from '../contract/table-id.js';
import type { TargetSettings } from '../contract/run-settings.js';
import { entryOf, namedTables } from './table-pattern.js';
import type { PipelineConfig } from './types.js';

type TargetName = Pick<TargetSettings, 'schema' | 'table'>;
type Settings = Pick<PipelineConfig, 'tables' | 'defaults'> & {
  readonly target: Pick<PipelineConfig['target'], 'schema'>;
};

/** Folded to lower case, as Redshift does. The schema: the table's own `target:`, else the pipeline's, else the source's. */
export function targetName({ target }: Pick<Settings, 'target'>, table: TableId, own: string | undefined): TargetName {
  const [first = '', second] = (own ?? table.name).toLowerCase().split('.');
  if (second !== undefined) return { schema: first, table: second };
  return { schema: (target.schema ?? table.schema).toLowerCase(), table: first };
}

/** Null for a table that no entry fits. */
function targetOf(pipeline: Settings, table: TableId): TargetName | null {
  const found = entryOf(pipeline, table);
  return found && targetName(pipeline, table, found.entry.target ?? pipeline.defaults.target);
}

/** Those of `others` that the config sends into the target of `table`. */
export function sharingTables(pipeline: Settings, table: TableId, others: readonly TableId[]): TableId[] {
  const name = (target: TargetName | null): string | null => target && `${target.schema}.${target.table}`;
  const own = name(targetOf(pipeline, table));
  if (own === null) return [];
  return others.filter((other) => fullName(other) !== fullName(table) && name(targetOf(pipeline, other)) === own);
}

/** One `target:` stands for every table that a wildcard fits. */
export function targetOfMany(pipeline: Settings, table: TableId): boolean {
  const found = entryOf(pipeline, table);
  return found !== null && isPattern(found.pattern) && (found.entry.target ?? pipeline.defaults.target) !== undefined;
}

/** A sentence for each two tables, named in full, that would go into one target. */
export function sharedTargets(pipeline: Settings): string[] {
  const named = namedTables(pipeline);
  return named.flatMap((table, at) =>
    sharingTables(pipeline, table, named.slice(0, at)).map((other) => {
      const target = targetOf(pipeline, table);
      const into = `${target?.schema ?? ''}.${target?.table ?? ''}`;
      return `${fullName(other)} and ${fullName(table)} would both go into ${into}; give one of them another "target"`;
    }),
  );
}
