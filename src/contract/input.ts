// The input of a tableSync workflow: a closed list of fields, short enough to type into the Temporal CLI or UI. Only `table` is required.
import { DEFAULT_PIPELINE, type TableName } from './names.js';
import { parseTableId, type TableId } from './table-id.js';
import { type Checked, isPositiveWhole, isRecord, shown } from './json-checks.js';

export type Stage = 'all' | 'backup' | 'load';
const STAGES: readonly Stage[] = ['all', 'backup', 'load'];

export interface SyncInput {
  readonly table: TableName;
  readonly pipeline?: string;
  /** Rows of the whole run, exactly; both stages. */
  readonly limit?: number;
  /** `backup` ends at S3 with the manifest pending; `load` loads what is pending and needs no MySQL. */
  readonly stage?: Stage;
  readonly rowsPerFile?: number;
  /** Shown with the run; for people. */
  readonly requestedBy?: string;
}

export interface SyncRequest {
  readonly table: TableId;
  readonly pipeline: string;
  readonly limit: number | null;
  readonly stage: Stage;
  readonly rowsPerFile: number | null;
  readonly requestedBy: string | null;
}

const FIELDS = ['table', 'pipeline', 'limit', 'stage', 'rowsPerFile', 'requestedBy'];
const PIPELINE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** Checks a workflow's input and fills in the defaults; names all mistakes at once. */
export function parseSyncInput(input: unknown): Checked<SyncRequest> {
  if (!isRecord(input)) {
    return { ok: false, mistakes: [`the input must be an object like {"table":"schema.table"}, got ${shown(input)}`] };
  }
  const mistakes: string[] = [];
  for (const field of Object.keys(input)) {
    if (!FIELDS.includes(field)) mistakes.push(`unknown field ${shown(field)}; known: ${FIELDS.join(', ')}`);
  }
  const given = (field: string): boolean => input[field] !== undefined && input[field] !== null;

  const table = input['table'];
  const parsed = typeof table === 'string' ? parseTableId(table) : null;
  if (parsed === null) {
    mistakes.push(`table must be "schema.table", got ${shown(table)}`);
  }
  const pipeline = given('pipeline') ? input['pipeline'] : DEFAULT_PIPELINE;
  if (typeof pipeline !== 'string' || !PIPELINE_NAME.test(pipeline)) {
    mistakes.push(`pipeline must be a name of letters, digits, "_", "-" or ".", got ${shown(pipeline)}`);
  }
  for (const field of ['limit', 'rowsPerFile'] as const) {
    if (given(field) && !isPositiveWhole(input[field])) {
      mistakes.push(`${field} must be a whole number of rows above 0, got ${shown(input[field])}`);
    }
  }
  const stage = given('stage') ? input['stage'] : 'all';
  if (!STAGES.some((known) => known === stage)) {
    mistakes.push(`stage must be one of ${STAGES.map((s) => `"${s}"`).join(', ')}, got ${shown(stage)}`);
  }
  if (stage === 'load' && given('limit')) {
    mistakes.push('limit has no meaning with stage "load": it loads what is pending, whole manifests');
  }
  if (given('requestedBy') && typeof input['requestedBy'] !== 'string') {
    mistakes.push(`requestedBy must be text, got ${shown(input['requestedBy'])}`);
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  return {
    ok: true,
    value: {
      table: parsed as TableId,
      pipeline: pipeline as string,
      limit: (input['limit'] as number | null | undefined) ?? null,
      stage: stage as Stage,
      rowsPerFile: (input['rowsPerFile'] as number | null | undefined) ?? null,
      requestedBy: (input['requestedBy'] as string | null | undefined) ?? null,
    },
  };
}
