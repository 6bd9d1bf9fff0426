// The command line of a sync of many tables as the input of its workflow; every mistake at once.
import { parseSyncTablesInput, type SyncTablesInput } from '../../contract/many/input.js';
import { isPattern } from '../../contract/many/pattern.js';
import type { Checked } from '../../contract/json-checks.js';
import { rowsOf } from '../parse-rows.js';
import { stageOf, type SyncCommandOptions } from '../sync-inputs.js';

export interface TablesCommandOptions extends Omit<SyncCommandOptions, 'table'> {
  readonly table?: readonly string[];
  readonly all?: boolean;
  readonly exclude?: readonly string[];
  readonly maxParallel?: string;
}

/** Whether the tables are more than a few names: those are watched one by one. */
export function isMany({ table = [], all, exclude = [], maxParallel }: TablesCommandOptions): boolean {
  return all === true || exclude.length > 0 || maxParallel !== undefined || table.some(isPattern);
}

/** The workflow's names of what is spelled otherwise here. */
const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/^tables and all exclude each other: all/, '-t and --all exclude each other: --all'],
  [/^tables is missing.*/, "required option '-t, --table <schema.table>' or --all is missing"],
  [/^tables /, '-t '],
  [/^exclude /, '--exclude '],
  [/^limit /, '--limit '],
  [/^rowsPerFile /, '--rows-per-file '],
  [/^maxParallel /, '--max-parallel '],
  [/^pipeline /, '--pipeline '],
  [/ stage "load"/, ' --redshift-only'],
];

export function tablesInput(options: TablesCommandOptions, requestedBy: string): Checked<SyncTablesInput> {
  const { table, all, exclude, pipeline, limit, rowsPerFile, maxParallel } = options;
  const stage = stageOf(options);
  const input = {
    ...(table === undefined ? {} : { tables: [...new Set(table)] }),
    ...(all === true ? { all } : {}),
    ...(exclude === undefined ? {} : { exclude: [...new Set(exclude)] }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(stage.ok && stage.value !== 'all' ? { stage: stage.value } : {}),
    ...(limit === undefined ? {} : { limit: rowsOf(limit) }),
    ...(rowsPerFile === undefined ? {} : { rowsPerFile: rowsOf(rowsPerFile) }),
    ...(maxParallel === undefined ? {} : { maxParallel: rowsOf(maxParallel) }),
    requestedBy,
  };
  const checked = parseSyncTablesInput(input);
  const mistakes = [...(stage.ok ? [] : stage.mistakes), ...(checked.ok ? [] : checked.mistakes.map(spelled))];
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: input as SyncTablesInput };
}

function spelled(mistake: string): string {
  return SPELLED.reduce((text, [name, here]) => text.replace(name, here), mistake);
}
