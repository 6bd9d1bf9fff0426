// The account of many tables: one summary table for people, one JSON object a table and a summary for programs.
import type { SyncTablesResult, TableResult, TableTotals } from '../../contract/many/result.js';
import { syncWorkflowId } from '../../contract/names.js';
import { parseTableId } from '../../contract/table-id.js';
import { isPattern } from '../../contract/many/pattern.js';
import { EXIT, type ExitCode, exitOfFailure, exitOfOutcome, worst } from '../exit-code.js';
import { count, counted, table } from '../render/text.js';

function exitOfTable({ outcome, failure }: TableResult): ExitCode {
  return outcome === 'failed' ? exitOfFailure(failure?.type ?? null) : exitOfOutcome(outcome);
}

export function exitOfTables({ tables }: SyncTablesResult): ExitCode {
  return tables.length === 0 ? EXIT.done : worst(tables.map(exitOfTable));
}

/** In few words, for a line of its own. */
export function tableShort({ outcome, rows, files, failure, heldBy }: TableResult): string {
  if (outcome === 'failed') return `failed: ${failure?.type ?? 'Failed'}`;
  if (outcome === 'busy') return `busy: held by workflow ${heldBy ?? '?'}`;
  if (outcome !== 'completed' || rows === null || files === null) return wordOf(outcome);
  return `completed: ${count(rows)} rows, ${counted(files, 'file')}`;
}

const wordOf = (outcome: TableResult['outcome']): string => (outcome === 'nothingNew' ? 'nothing new' : outcome);

const HEAD = ['table', 'outcome', 'rows', 'files', 'loaded'];
/** What needs a person comes last, where a terminal shows it. */
const ORDER = ['nothingNew', 'completed', 'cancelled', 'busy', 'failed'];

export function tablesLines({ tables, totals }: SyncTablesResult): string[] {
  const sorted = [...tables].sort(
    (a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || (a.table < b.table ? -1 : 1),
  );
  const cell = (n: number | null): string => (n === null ? '–' : count(n));
  const rows = sorted.map((one) => [
    one.table,
    one.failure?.type ?? wordOf(one.outcome),
    cell(one.rows),
    cell(one.files),
    cell(one.rowsLoaded),
  ]);
  const sum = [counted(totals.tables, 'table'), '', count(totals.rows), count(totals.files), count(totals.rowsLoaded)];
  return [
    ...table([HEAD, ...rows, sum]),
    ...sorted.flatMap(({ table: name, failure, heldBy }) => [
      ...(failure === undefined ? [] : [`${name}: ${failure.type}: ${messageOf(failure.message, name)}`]),
      ...(heldBy === undefined ? [] : [`${name}: held by workflow ${heldBy}; nothing was done`]),
    ]),
    totalsLine(totals),
  ];
}

const messageOf = (message: string | null, name: string): string =>
  message ?? `more failed than messages fit; to see it: tidemark status -t ${name}`;

function totalsLine(totals: TableTotals): string {
  const parts = (['completed', 'nothingNew', 'cancelled', 'busy', 'failed'] as const)
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => `${count(totals[outcome])} ${wordOf(outcome)}`);
  return parts.length === 0 ? 'No table was left to sync.' : `${counted(totals.tables, 'table')}: ${parts.join(', ')}`;
}

/** One object a table. */
export function tableData(pipeline: string, result: TableResult): Record<string, unknown> {
  const { table: name, outcome, rows, files, rowsLoaded, failure = null, heldBy = null } = result;
  const id = isPattern(name) ? null : parseTableId(name);
  const workflowId = id === null ? null : syncWorkflowId(pipeline, id);
  return { table: name, workflowId, outcome, failure, rows, files, rowsLoaded, heldBy };
}
