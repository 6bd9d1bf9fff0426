// The names of things: workflow ids, load ids and every S3 key.
import { fullName, type TableId } from './table-id.js';

/** `schema.table`, as people read it in inputs, results and stored files. */
export type TableName = string;

export const DEFAULT_PIPELINE = 'default';
export const TASK_QUEUE = 'tidemark';
export const TABLE_SYNC = 'tableSync';
export const SYNC_TABLES = 'syncTables';
/** Queries of both kinds of run. */
export const PROGRESS_QUERY = 'progress';
export const RESULT_QUERY = 'result';

/** One workflow id per pipeline and table when our client starts it; a run under any other id is just as safe. */
export function syncWorkflowId(pipeline: string, table: TableId): string {
  return `tidemark:sync:${pipeline}:${fullName(table)}`;
}

/** A run over many tables: each start has an id of its own, for its tables' runs already keep one another away. */
export function syncTablesWorkflowId(pipeline: string, random: string): string {
  return `tidemark:tables:${pipeline}:${random}`;
}

/** The name of one load, for ever: the table's own counter, not an attempt or a Temporal id. */
export function loadId(pipeline: string, table: TableId, seq: number): string {
  return `${pipeline}/${fullName(table)}#${seq}`;
}

/** What a run needs to find its own things. Travels in every activity input. */
export interface RunRef {
  readonly pipeline: string;
  readonly table: TableId;
  /** uuid drawn in the workflow before its first activity; names the S3 folder and the lease. */
  readonly run: string;
}

/** Percent-encodes a name so that it is one path segment whatever characters it has. */
function pathSegment(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function under(prefix: string, ...parts: readonly string[]): string {
  const head = prefix.replace(/^\/+|\/+$/g, '');
  return [...(head === '' ? [] : [head]), ...parts].join('/');
}

export function pipelineFolder(prefix: string, pipeline: string): string {
  return under(prefix, pathSegment(pipeline)) + '/';
}

export function tableFolder(prefix: string, pipeline: string, table: TableId): string {
  return under(prefix, pathSegment(pipeline), `${pathSegment(table.schema)}.${pathSegment(table.name)}`) + '/';
}

export function watermarkKey(prefix: string, pipeline: string, table: TableId): string {
  return tableFolder(prefix, pipeline, table) + 'watermark.json';
}

export function runsFolder(prefix: string, pipeline: string, table: TableId): string {
  return tableFolder(prefix, pipeline, table) + 'runs/';
}

export function runFolder(prefix: string, ref: RunRef): string {
  return `${runsFolder(prefix, ref.pipeline, ref.table)}${pathSegment(ref.run)}/`;
}

export const RUN_FILE = 'run.json';
export const MANIFEST_FILE = 'manifest.json';
export const DELETES_MANIFEST_FILE = 'deletes.json';
export const EXTRACT_REPORT_FILE = 'extract-report.json';

const wide = (n: number): string => String(n).padStart(6, '0');

/**
 * A data file of one attempt of one chunk. Attempt-unique: an attempt that timed out may still be alive and must never
 * overwrite what its successor returned. `random` covers a workflow reset, where attempts start at 1 again.
 */
export function partFile(chunk: number, attempt: number, random: string): string {
  return `part-${wide(chunk)}-${attempt}${random}.parquet`;
}

/** Keys of deleted rows, as a data file of their own. Attempt-unique like the others. */
export function deletesFile(chunk: number, attempt: number, random: string): string {
  return `deletes-${wide(chunk)}-${attempt}${random}.parquet`;
}

/** Keys and row hashes of one range. */
export function rangeFile(chunk: number, attempt: number, random: string): string {
  return `range-${wide(chunk)}-${attempt}${random}.rows`;
}

/** Named by its content, so a retry writes the same object. */
export function rangeMapFile(digest: string): string {
  return `range-map-${digest}.json`;
}

export function fileListFile(page: number, random: string): string {
  return `file-list-${wide(page)}-${random}.json`;
}

export function isPartKey(key: string): boolean {
  return /\/part-\d+-[0-9a-z]+\.parquet$/.test(key);
}

export function isDeletesKey(key: string): boolean {
  return /\/deletes-\d+-[0-9a-z]+\.parquet$/.test(key);
}

/** Search attributes of a run. Left out for a server that doesn't know them. */
export const SEARCH_ATTRIBUTES = {
  table: 'TidemarkTable',
  pipeline: 'TidemarkPipeline',
  phase: 'TidemarkPhase',
} as const;
