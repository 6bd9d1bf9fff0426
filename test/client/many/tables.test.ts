import assert from 'node:assert/strict';
import type { SyncTablesProgress, SyncTablesResult, TableResult } from '../../../src/contract/many/result.js';
import { totalsOf } from '../../../src/contract/many/result.js';
import { isMany, tablesInput } from '../../../src/client/many/tables-input.js';
import { exitOfTables, tableData, tablesLines } from '../../../src/client/many/tables-result.js';
import { tablesScreenOn } from '../../../src/client/many/tables-screen.js';

const NONE = { rows: null, files: null, rowsLoaded: null } as const;
const TABLES: TableResult[] = [
  { ...NONE, table: 'b.broken', outcome: 'failed', failure: { type: 'BadCursor', message: 'b.broken: no index' } },
  { table: 'a.large', outcome: 'completed', rows: 5_000, files: 2, rowsLoaded: 5_000 },
  { ...NONE, table: 'c.held', outcome: 'busy', heldBy: 'tidemark:sync:x' },
  { table: 'd.same', outcome: 'nothingNew', rows: 0, files: 0, rowsLoaded: 0 },
];
const result = (tables: TableResult[]): SyncTablesResult => ({ pipeline: 'default', tables, totals: totalsOf(tables) });

describe('the summary of many tables', () => {
  it('has a row a table, the sums, and why some were not synced', () => {
    assert.deepEqual(tablesLines(result(TABLES)), [
      'table         outcome   rows  files  loaded',
      'd.same    nothing new      0      0       0',
      'a.large     completed  5,000      2   5,000',
      'c.held           busy      –      –       –',
      'b.broken    BadCursor      –      –       –',
      '4 tables               5,000      2   5,000',
      'c.held: held by workflow tidemark:sync:x; nothing was done',
      'b.broken: BadCursor: b.broken: no index',
      '4 tables: 1 completed, 1 nothing new, 1 busy, 1 failed',
    ]);
  });

  it('ends with the worst exit code', () => {
    assert.equal(exitOfTables(result(TABLES)), 2);
    assert.equal(exitOfTables(result(TABLES.slice(1))), 3);
    assert.equal(exitOfTables(result([])), 0);
    const unbalanced: TableResult = { ...TABLES[0]!, failure: { type: 'RowCountMismatch', message: null } };
    assert.equal(exitOfTables(result([...TABLES, unbalanced])), 4);
    assert.equal(exitOfTables(result([{ ...TABLES[0]!, failure: { type: 'Terminated', message: null } }])), 1);
  });

  it('is data with the same fields for each table', () => {
    const data = TABLES.map((table) => tableData('default', table));
    for (const one of data) assert.deepEqual(Object.keys(one), Object.keys(data[0]!));
    assert.equal(data[1]!['workflowId'], 'tidemark:sync:default:a.large');
    assert.equal(tableData('default', { ...TABLES[0]!, table: 'b.*' })['workflowId'], null);
  });
});

describe('the command line of a sync of many tables', () => {
  it('is one that has more than names', () => {
    assert.ok([{ all: true }, { table: ['a.*'] }, { table: ['a.b'], exclude: ['a.b'] }].every(isMany));
    assert.ok(![{ table: ['a.b', 'c.d'] }, {}].some(isMany));
  });

  it('becomes the input of the workflow', () => {
    const options = { table: ['a.*', 'a.*'], exclude: ['a.l*'], limit: '1_000', maxParallel: '2', backupOnly: true };
    const value = {
      tables: ['a.*'],
      exclude: ['a.l*'],
      stage: 'backup',
      limit: 1_000,
      maxParallel: 2,
      requestedBy: 'ann',
    };
    assert.deepEqual(tablesInput(options, 'ann'), { ok: true, value });
  });

  it('is refused with every mistake, in the words that were typed', () => {
    const checked = tablesInput(
      { all: true, table: ['x'], backupOnly: true, redshiftOnly: true, maxParallel: 'a' },
      '',
    );
    assert.deepEqual(checked.ok ? [] : checked.mistakes, [
      '--backup-only and --redshift-only exclude each other: one ends at S3, the other begins there',
      '-t and --all exclude each other: --all is every table',
      '-t must be names or patterns like "schema.table" or "schema.*", got "x"',
      '--max-parallel must be a whole number from 1 to 64, got "a"',
    ]);
    const nothing = tablesInput({}, '');
    assert.match(nothing.ok ? '' : nothing.mistakes.join(), /required option '-t, --table <schema.table>' or --all/);
  });
});

describe('the screen of many tables', () => {
  const progress = (ends: readonly TableResult[]): SyncTablesProgress => ({
    state: 'running',
    pipeline: 'default',
    totals: totalsOf(ends),
    waiting: 6,
    running: ['a.b'],
    ends,
    from: 0,
  });
  const LINE = '4 of 11 tables: 2 done, 1 failed, 1 busy, 1 at work; 5,000 rows';
  const view = { progress: progress(TABLES), snapshots: [], ends: TABLES, stallReason: null };

  it('is a line for each end where it is no terminal', () => {
    let now = 0;
    const out: string[] = [];
    const screen = tablesScreenOn({ write: (text) => out.push(text) }, () => now);
    screen.see(view);
    screen.see({ ...view, ends: [] });
    now = 20_000;
    screen.see({ ...view, ends: [], stallReason: 'no worker polls' });
    assert.deepEqual(out, [
      'b.broken  failed: BadCursor\n',
      'a.large  completed: 5,000 rows, 2 files\n',
      'c.held  busy: held by workflow tidemark:sync:x\n',
      'd.same  nothing new\n',
      `${LINE}\n`,
      'no worker polls\n',
    ]);
  });

  it('keeps what went wrong above the lines that it draws over', () => {
    const out: string[] = [];
    const screen = tablesScreenOn({ isTTY: true, columns: 80, rows: 24, write: (text) => out.push(text) });
    screen.see(view);
    screen.see({ ...view, ends: [] });
    screen.done([]);
    assert.deepEqual(out, [
      `\u001b[Jb.broken  failed: BadCursor\nc.held  busy: held by workflow tidemark:sync:x\n${LINE}\n`,
      `\u001b[1A\u001b[J${LINE}\n`,
      '\r\u001b[1A\u001b[J',
    ]);
  });
});
