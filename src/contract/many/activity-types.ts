// The one step of a run over many tables: which tables there are. Plain JSON.
import type { TableName } from '../names.js';
import type { Stage } from '../input.js';
import type { TableResult } from './result.js';

export interface ListSourceTablesInput {
  readonly pipeline: string;
  /** `load` needs no source: the tables are those that have a watermark in S3. */
  readonly stage: Stage;
  readonly tables: readonly string[];
  readonly exclude: readonly string[];
}

export interface ListSourceTablesResult {
  /** Largest first, each once. */
  readonly tables: readonly TableName[];
  /** What can't be synced, and patterns that no table fits. */
  readonly refused: readonly TableResult[];
}

export interface ManyActivities {
  listSourceTables(input: ListSourceTablesInput): Promise<ListSourceTablesResult>;
}

/** Tables of one run. Their names and results are carried over continue-as-new, in payloads that Temporal caps at 2 MB. */
export const MOST_TABLES = 10_000;
/** Bytes of their names. */
export const MOST_NAME_BYTES = 700_000;
