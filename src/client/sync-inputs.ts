// The command line of a sync as inputs of its workflows; every mistake at once.
import { parseSyncInput, type Stage, type SyncInput } from '../contract/input.js';
import type { TableId } from '../contract/table-id.js';
import type { Checked } from '../contract/json-checks.js';
import { rowsOf } from './parse-rows.js';

export interface SyncCommandOptions {
  readonly table: readonly string[];
  readonly pipeline?: string;
  readonly limit?: string;
  readonly rowsPerFile?: string;
  readonly backupOnly?: boolean;
  readonly redshiftOnly?: boolean;
}

/** The workflow's names of what is spelled otherwise here. */
const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/^table /, '-t '],
  [/^limit /, '--limit '],
  [/^rowsPerFile /, '--rows-per-file '],
  [/^pipeline /, '--pipeline '],
  [/ stage "load"/, ' --redshift-only'],
];

/** The input of one workflow, with its table as it was parsed. */
export interface TableInput {
  readonly table: TableId;
  readonly input: SyncInput;
}

export function syncInputs(syncOptions: SyncCommandOptions, requestedBy: string): Checked<TableInput[]> {
  const { pipeline, limit, rowsPerFile } = syncOptions;
  const checkedStage = stageOf(syncOptions);
  const mistakes: string[] = checkedStage.ok ? [] : [...checkedStage.mistakes];
  const stage: Stage = checkedStage.ok ? checkedStage.value : 'backup';
  const inputs = [...new Set(syncOptions.table)].map((table) => ({
    table,
    stage,
    requestedBy,
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(limit === undefined ? {} : { limit: rowsOf(limit) }),
    ...(rowsPerFile === undefined ? {} : { rowsPerFile: rowsOf(rowsPerFile) }),
  }));
  const checked = inputs.flatMap((input) => {
    const parsed = parseSyncInput(input);
    if (parsed.ok) return { table: parsed.value.table, input: input as SyncInput };
    mistakes.push(...parsed.mistakes.map(spelled));
    return [];
  });
  if (mistakes.length > 0) return { ok: false, mistakes: [...new Set(mistakes)] };
  return { ok: true, value: checked };
}

export function stageOf({
  backupOnly = false,
  redshiftOnly = false,
}: Pick<SyncCommandOptions, 'backupOnly' | 'redshiftOnly'>): Checked<Stage> {
  if (!backupOnly || !redshiftOnly) return { ok: true, value: backupOnly ? 'backup' : redshiftOnly ? 'load' : 'all' };
  const mistake = '--backup-only and --redshift-only exclude each other: one ends at S3, the other begins there';
  return { ok: false, mistakes: [mistake] };
}

function spelled(mistake: string): string {
  return SPELLED.reduce((text, [name, here]) => text.replace(name, here), mistake);
}
