// One cell: a load that dies at one place and goes on, held against the same load undisturbed.
import assert from 'node:assert/strict';
import type { LoadResult } from '../../src/contract/sync-result.js';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { tableText, type TableRef } from '../../src/redshift/connection/sql-text.js';
import type { SystemFixture } from '../e2e/support/system-fixture.js';
import type { Boundary } from './boundaries.js';
import { die, type Death } from './crash-points.js';
import type { Lane } from './matrix-worker.js';
import type { Mode } from './modes.js';
import { MatrixTable } from './table.js';

export interface Cell {
  readonly mode: Mode;
  readonly boundary: Boundary;
  readonly death: Death;
}

/** What is wrong in a cell, in one sentence; null when it is green. */
export type Verdict = string | null;

export interface Prepared {
  readonly table: MatrixTable;
  readonly request: LoadRequest;
}

/** A table whose load is about to run; one that holds earlier rows begins as a copy of the table that has just these. */
export async function prepare(
  systemFixture: SystemFixture,
  lane: Lane,
  mode: Mode,
  earlier: LoadRequest | null,
  name: string,
): Promise<Prepared> {
  const table = new MatrixTable(systemFixture, name, mode.mode);
  if (earlier !== null) {
    const names = [tableText, (target: TableRef) => `${lane.config.ledgerSchema}.${ledgerTable(target)}`];
    for (const text of names) await lane.sql(`CREATE TABLE ${text(table.target)} (LIKE ${text(earlier.target)})`);
    await lane.sql(`INSERT INTO ${tableText(table.target)} SELECT * FROM ${tableText(earlier.target)}`);
  }
  return { table, request: await table.extract(mode.files, 1, mode.deletes) };
}

/** The table and its request are new: what came before is done. */
export async function runCell(lane: Lane, { table, request }: Prepared, cell: Cell): Promise<Verdict> {
  const { mode, boundary, death } = cell;
  try {
    const { results, fault } = await die(lane, request, death, boundary);
    assert.equal(fault.struck, 1, 'faults that struck');
    await check(lane, mode, request, results);
    for (const result of results) await table.record(request, result);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message.split('\n', 1)[0] ?? ''}` : String(error);
  } finally {
    lane.faults.clear();
  }
}

/** Each row once and right, one ledger row, the counts of the undisturbed load; throws AssertionError. */
export async function check(
  lane: Lane,
  mode: Mode,
  request: LoadRequest,
  results: readonly LoadResult[],
): Promise<void> {
  const { schema, table } = request.target;
  const rows = await lane.sql(
    `SELECT id::int AS id, part, EXTRACT(EPOCH FROM at)::int AS at, note FROM ${schema}.${table} ORDER BY id, part, at, note`,
  );
  assert.equal(rows.length, mode.target.length, 'rows in the target');
  assert.deepEqual(rows, mode.target, 'the rows of the target');
  const ledger = `${lane.config.ledgerSchema}.${ledgerTable(request.target)}`;
  const [found] = await lane.sql(`SELECT COUNT(*)::int AS n FROM ${ledger} WHERE load_id = '${request.loadId}'`);
  assert.equal(found?.['n'], 1, 'ledger rows of the load');
  for (const result of results) assert.deepEqual({ ...result, ...mode.counts }, result, 'the account of the load');
  const [first] = results;
  const accounts = results.map((result) => ({ ...result, alreadyLoaded: false }));
  for (const account of accounts) assert.deepEqual(account, { ...first, alreadyLoaded: false }, 'one account');
  assert.ok(results.filter(({ alreadyLoaded }) => !alreadyLoaded).length <= 1, 'two loads say that they loaded');
}
