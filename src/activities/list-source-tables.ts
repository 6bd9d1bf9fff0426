// Step of syncTables: the tables that names and patterns stand for, the largest first.
import {
  type ListSourceTablesInput,
  type ListSourceTablesResult,
  MOST_NAME_BYTES,
  MOST_TABLES,
} from '../contract/many/activity-types.js';
import { ALL_TABLES } from '../contract/many/input.js';
import { isPattern, patternTest, schemasOf } from '../contract/many/pattern.js';
import type { TableResult } from '../contract/many/result.js';
import type { FailureType } from '../contract/failures.js';
import { fullName, tableId, type TableId } from '../contract/table-id.js';
import { TidemarkError } from '../contract/tidemark-error.js';
import { listedAs } from '../config/table-options.js';
import type { PipelineConfig } from '../config/types.js';
import type { ListedTable } from '../mysql/source.js';
import { listTables } from '../s3/run/list-tables.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';

export function listSourceTables(registry: ResourceRegistry) {
  return async (input: ListSourceTablesInput, step: ActivityContext): Promise<ListSourceTablesResult> => {
    const { source, store, config } = registry.of(input.pipeline);
    if (input.stage !== 'load')
      return chosenTables(config, input, await source.listTables(schemasOf(input.tables), step.signal));
    const stored = await listTables(store, config.s3.prefix, input.pipeline);
    return chosenTables(
      config,
      input,
      stored.map((table) => ({ ...table, view: false, rows: 0 })),
    );
  };
}

/** Of the tables there are, those that are asked for and that the config lists; names are taken as they are. */
export function chosenTables(
  config: PipelineConfig,
  { stage, tables: wanted, exclude }: ListSourceTablesInput,
  found: readonly ListedTable[],
): ListSourceTablesResult {
  const excluded = exclude.map(patternTest);
  const left = (table: TableId): boolean => !excluded.some((fits) => fits(table));
  const refused: TableResult[] = [];
  const rowsOf = new Map<string, number>(found.map((table) => [fullName(table), table.rows]));
  const chosen = new Set<string>();
  for (const pattern of wanted) {
    if (!isPattern(pattern)) {
      if (left(tableId(pattern))) chosen.add(pattern);
      continue;
    }
    const fits = patternTest(pattern);
    const ofPattern = found.filter((table) => fits(withoutDots(table)));
    const listed = ofPattern.filter((table) => isListed(config, table));
    if (listed.length === 0) refused.push(nothingFits(pattern, stage, ofPattern.length));
    for (const table of listed.filter((each) => left(withoutDots(each)))) {
      if (table.name.includes('.')) refused.push(dotted(table));
      else chosen.add(fullName(table));
    }
  }
  const tables = [...chosen].sort(
    (a, b) => (rowsOf.get(b) ?? 0) - (rowsOf.get(a) ?? 0) || (a < b ? -1 : a > b ? 1 : 0),
  );
  requireFew(tables);
  return { tables, refused: [...new Map(refused.map((one) => [one.table, one])).values()] };
}

/** A name with a dot fits no pattern: it is found, and left out, as if it had another sign there. */
const withoutDots = ({ schema, name }: TableId): TableId => ({ schema, name: name.replaceAll('.', '_') });

const isListed = (config: PipelineConfig, table: ListedTable): boolean => listedAs(config, withoutDots(table)) !== null;

function nothingFits(pattern: string, stage: ListSourceTablesInput['stage'], unlisted: number): TableResult {
  const where = stage === 'load' ? 'that was synced before' : 'of the source';
  if (pattern === ALL_TABLES && unlisted === 0) return refusal(pattern, 'UnknownTable', `there is no table ${where}`);
  if (unlisted === 0)
    return refusal(pattern, 'UnknownTable', `no table ${where} fits "${pattern}"; check its spelling`);
  const why = `${unlisted} fit "${pattern}", and none of them is among the tables of the config`;
  return refusal(pattern, 'BadConfig', why);
}

const dotted = (table: ListedTable): TableResult =>
  refusal(
    fullName(table),
    'BadInput',
    'a name with a dot in it cannot be written as schema.table: rename the table, or exclude it by a pattern',
  );

function refusal(table: string, type: FailureType, message: string): TableResult {
  return { table, outcome: 'failed', rows: null, files: null, rowsLoaded: null, failure: { type, message } };
}

function requireFew(tables: readonly string[]): void {
  const bytes = tables.reduce((sum, table) => sum + Buffer.byteLength(table), 0);
  if (tables.length <= MOST_TABLES && bytes <= MOST_NAME_BYTES) return;
  throw new TidemarkError(
    'BadInput',
    `${tables.length} tables with ${bytes} bytes of names are more than one run takes (${MOST_TABLES} tables, ${MOST_NAME_BYTES} bytes)`,
    'give narrower patterns, schema by schema',
  );
}
