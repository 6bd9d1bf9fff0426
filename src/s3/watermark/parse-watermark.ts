// Reads the bytes of a watermark; one that was edited by hand must fail here with a sentence, not later with a wrong count.
import { isRecord } from '../../contract/json-checks.js';
import type { StageStatus, Watermark } from '../../contract/watermark.js';
import { ensure, isCount, parseFormat } from '../objects/immutable-objects.js';
import { EARLIER_FORMAT, FORMAT, fromStored } from './stored-watermark.js';

const STATUSES: readonly StageStatus[] = ['pending', 'in_progress', 'success', 'failed'];
const POSITIONS = ['none', 'firstLoad', 'from', 'cursor', 'id', 'checksum'];

/** Throws FileDiffers (final) naming the key and every field that can't be. */
export function parseWatermark(key: string, body: Buffer): Watermark {
  const value = fromStored(parseFormat(key, body, FORMAT, EARLIER_FORMAT));
  const { position, pending } = value;
  const text = (field: string): boolean => typeof value[field] === 'string';
  const status = (field: string): boolean => STATUSES.some((known) => known === value[field]);
  const orNull = (field: string, holds: boolean): boolean => value[field] === null || holds;
  const counts = ['mysql_rows_extracted', 's3_file_count', 'redshift_rows_loaded', 'seq', 'loaded_seq', 'ledger_base'];
  ensure(key, {
    ...Object.fromEntries(counts.map((field) => [field, isCount(value[field])])),
    pipeline: text('pipeline'),
    table_name: text('table_name'),
    mysql_status: status('mysql_status'),
    redshift_status: status('redshift_status'),
    position: isPosition(position),
    bound: orNull('bound', isRecord(value['bound'])),
    pending: Array.isArray(pending) && pending.every(isPending),
    last_run: orNull('last_run', isRecord(value['last_run']) && isCount(value['last_run']['seq'])),
    lease: orNull('lease', isRecord(value['lease']) && typeof value['lease']['run'] === 'string'),
    written_by: text('written_by'),
  });
  return value as unknown as Watermark;
}

function isPosition(position: unknown): boolean {
  if (!isRecord(position) || !POSITIONS.some((kind) => kind === position['kind'])) return false;
  const { map } = position;
  return position['kind'] !== 'checksum' || (isRecord(map) && ['key', 'sha256'].every((field) => isText(map[field])));
}

const isText = (value: unknown): boolean => typeof value === 'string';

function isPending(entry: unknown): boolean {
  return (
    isRecord(entry) &&
    ['seq', 'rows', 'files', 'bytes'].every((field) => isCount(entry[field])) &&
    ['run', 'manifest', 'sha256'].every((field) => isText(entry[field])) &&
    (entry['deletes'] === undefined || isDeletes(entry['deletes']))
  );
}

function isDeletes(deletes: unknown): boolean {
  return (
    isRecord(deletes) &&
    ['rows', 'files'].every((field) => isCount(deletes[field])) &&
    ['manifest', 'sha256'].every((field) => isText(deletes[field]))
  );
}
