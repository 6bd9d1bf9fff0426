// The composition root of a target's DDL: the shape from MySQL, the text for Redshift, and there the table if that is asked.
import { settingsFor } from '../config/table-options.js';
import type { PipelineConfig } from '../config/types.js';
import type { TableId } from '../contract/table-id.js';
import { targetShape } from '../contract/target-shape.js';
import { openSource } from '../mysql/source.js';
import { makeTarget } from '../redshift/target/create-target.js';
import { targetDdl } from '../redshift/target/ddl-sql.js';
import { requireLayout } from '../redshift/target/target-layout.js';

export interface TargetDdl {
  /** `schema.table` */
  readonly target: string;
  readonly sql: string;
  /** Makes it, or finds that it is there and takes the rows: answers which. Throws what says why not. */
  create(): Promise<'made' | 'there'>;
}

/** Throws what describing the source throws, and ConfigError. */
export async function ddlOf(
  pipeline: PipelineConfig,
  table: TableId,
  options: { readonly withSchema: boolean },
): Promise<TargetDdl> {
  const { table: tableOptions, target: to } = settingsFor(pipeline, table);
  const source = openSource(pipeline.source);
  try {
    const { shape, mode } = await source.describe(table, tableOptions, new AbortController().signal);
    const target = { ...to, mode };
    requireLayout(table, target, shape);
    const arriving = targetShape(shape);
    return {
      target: `${target.schema}.${target.table}`,
      sql: targetDdl(table, target, arriving, options),
      create: async () => ((await makeTarget(pipeline.target, target, arriving)) ? 'made' : 'there'),
    };
  } finally {
    await source.close();
  }
}
