// One schema through the whole stack, as a user has it: no settings, every table and view, again after random changes.
import assert from 'node:assert/strict';
import { SYNC_TABLES } from '../../../src/contract/names.js';
import type { SyncTablesInput } from '../../../src/contract/many/input.js';
import type { SyncTablesResult } from '../../../src/contract/many/result.js';
import type { TableConfig } from '../../../src/config/types.js';
import type { SystemFixture } from '../../e2e/support/system-fixture.js';
import { chanceOf } from '../../fuzz/random.js';
import { testSource } from '../../stack.js';
import { differences, openReader, type Reader, rowsIn } from './contents.js';
import { notCarried, type NotCarried } from './not-carried.js';
import type { Change, Schema } from './schema.js';

/** Without NO_ZERO_DATE, as applications with zero dates set it; strict, so that no row is changed as it is inserted. */
const SQL_MODE = "SET sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";

export interface Rounds {
  readonly seed: number;
  readonly rounds: number;
}

export async function runSchema(fixture: SystemFixture, schema: Schema, { seed, rounds }: Rounds): Promise<void> {
  const chance = chanceOf(seed);
  const exceptions = notCarried(schema.name, testSource);
  listOnly(fixture, exceptions);
  await fixture.mysql(SQL_MODE);
  for (const statement of schema.ddl.trim().split(/;\s*\n\s*\n/)) await fixture.mysql(statement.replace(/;\s*$/, ''));
  await apply(fixture, schema.rows(chance, testSource));
  fixture.startWorker();
  const reader = await openReader(fixture);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      if (round > 0) await apply(fixture, schema.changes(chance, round));
      const result = await syncAll(fixture, exceptions);
      await compare(fixture, reader, result, exceptions, `seed ${seed}, round ${round}`);
    }
  } finally {
    await reader.end();
  }
}

/** The config of a user who says nothing, but for columns that are not carried yet; and no tables of other tests. */
function listOnly(fixture: SystemFixture, exceptions: readonly NotCarried[]): void {
  const tables: Record<string, TableConfig> = { [`${fixture.id}.*`]: {} };
  for (const { table, what } of exceptions) {
    if (typeof what === 'string') continue;
    tables[fixture.table(table)] = { columns: Object.fromEntries(what.map((name) => [name, { exclude: true }])) };
  }
  fixture.config = { ...fixture.config, pipelines: { default: { ...fixture.pipeline, tables } } };
}

async function apply(fixture: SystemFixture, changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    if (typeof change === 'string') {
      await fixture.mysql(change);
      continue;
    }
    const columns = Object.keys(change.rows[0] ?? {});
    const values = change.rows.map((row) => columns.map((column) => row[column]));
    await fixture.mysql('INSERT INTO ?? (??) VALUES ?', [change.table, columns, values]);
  }
}

async function syncAll(fixture: SystemFixture, exceptions: readonly NotCarried[]): Promise<SyncTablesResult> {
  const { workflow } = await fixture.client();
  const exclude = exceptions.filter(({ what }) => what === 'all').map(({ table }) => fixture.table(table));
  const input: SyncTablesInput = { all: true, exclude, maxParallel: 8 };
  const options = { taskQueue: fixture.config.temporal.taskQueue, workflowId: `${fixture.id}:all`, args: [input] };
  return (await workflow.execute(SYNC_TABLES, options)) as SyncTablesResult;
}

async function compare(
  fixture: SystemFixture,
  reader: Reader,
  { tables: results }: SyncTablesResult,
  exceptions: readonly NotCarried[],
  when: string,
): Promise<void> {
  const wrong: string[] = [];
  const refused = exceptions.filter(({ what }) => what === 'refused').map(({ table }) => table);
  const tables = await reader.tables();
  let compared = 0;
  for (const table of tables) {
    const exception = exceptions.find((one) => one.table === table)?.what;
    if (exception === 'all') continue;
    const result = results.find((one) => one.table === fixture.table(table));
    const failure = result?.failure;
    const carried =
      result !== undefined && failure === undefined && ['completed', 'nothingNew'].includes(result.outcome);
    if (!carried) {
      const why = result === undefined ? 'not part of the run' : (failure?.message ?? result.outcome);
      if (!refused.includes(table)) wrong.push(`${table}: ${failure?.type ?? ''} ${why}`);
      continue;
    }
    if (refused.includes(table)) wrong.push(`${table} is carried: take it off the list`);
    const excluded = typeof exception === 'object' ? exception : [];
    const columns = (await reader.columns(table)).filter(({ name }) => !excluded.includes(name));
    const source = await reader.source(table, columns);
    compared += rowsIn(source);
    wrong.push(...shortened(table, differences(source, await reader.target(table, columns))));
  }
  if (wrong.length > 0) assert.fail(`${when}: ${wrong.length} lines\n${wrong.join('\n')}`);
  assert.ok(compared > 0, 'no row was compared');
}

const shortened = (table: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : [`${table}: ${rows.length} rows differ`, ...rows.slice(0, 3)];
