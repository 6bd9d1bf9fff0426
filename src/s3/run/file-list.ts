// `segment-….json`: the accepted chunks of one page. Named by its content, so a retry writes the same object.
import { isRecord } from '../../contract/json-checks.js';
import { runFolder, segmentFile } from '../../contract/names.js';
import type { DataFile, Segment, StoredList } from '../../contract/files.js';
import type { RecordPageInput } from '../../contract/activity-types.js';
import {
  canonicalJson,
  createOnce,
  demand,
  isCount,
  parseFormat,
  readVouched,
  sha256,
} from '../objects/immutable-objects.js';
import { countFiles } from './count-files.js';
import { FileDiffers } from '../errors.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Hex digits of the content's hash in a segment's name: enough to keep two contents of one page apart. */
const NAME_DIGITS = 12;

export async function writeSegment(store: ObjectStore, prefix: string, input: RecordPageInput): Promise<StoredList> {
  const { ref, page, chunks } = input;
  const segment: Segment = { format: 'tidemark.segment/1', ref, page, chunks };
  const body = canonicalJson(segment);
  const sha = sha256(body);
  const key = runFolder(prefix, ref) + segmentFile(page, sha.slice(0, NAME_DIGITS));
  const there = await createOnce(store, key, body);
  if (there !== 'created' && sha256(there) !== sha) {
    throw new FileDiffers(key, 'is there already with another content');
  }
  return { key, sha256: sha, ...countFiles(filesOf(segment)) };
}

/** Throws FileMissing or FileDiffers when the segment isn't the one that `stored` vouches for. */
export async function readSegment(store: ObjectStore, stored: Pick<StoredList, 'key' | 'sha256'>): Promise<Segment> {
  const value = parseFormat(stored.key, await readVouched(store, stored, 'segment'), 'tidemark.segment/1');
  const { chunks } = value;
  demand(stored.key, { chunks: Array.isArray(chunks) && chunks.every((chunk) => isFileList(asFiles(chunk))) });
  return value as unknown as Segment;
}

export function filesOf({ chunks }: Segment): DataFile[] {
  return chunks.flatMap(({ files }) => files);
}

export function isFileList(files: unknown): files is DataFile[] {
  return Array.isArray(files) && files.every(isDataFile);
}

function asFiles(chunk: unknown): unknown {
  return isRecord(chunk) ? chunk['files'] : null;
}

function isDataFile(file: unknown): boolean {
  return (
    isRecord(file) &&
    typeof file['key'] === 'string' &&
    typeof file['sha256'] === 'string' &&
    isCount(file['rows']) &&
    isCount(file['bytes'])
  );
}
