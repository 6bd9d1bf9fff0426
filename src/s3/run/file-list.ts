// `file-list-….json`: the accepted chunks of one page. Named by its content, so a retry writes the same object.
import { isRecord } from '../../contract/json-checks.js';
import { runFolder, fileListFile } from '../../contract/names.js';
import type { DataFile, FileList, FileListRef } from '../../contract/files.js';
import type { SaveFileListInput } from '../../contract/activity-types.js';
import {
  canonicalJson,
  createOnce,
  ensure,
  isCount,
  parseFormat,
  readVerified,
  sha256,
} from '../objects/immutable-objects.js';
import { countFiles } from './count-files.js';
import { isRangeList } from '../range-map/range-map.js';
import { FileDiffers } from '../errors.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Hex digits of the content's hash in a file list's name: enough to keep two contents of one page apart. */
const NAME_DIGITS = 12;

export async function writeFileList(
  store: ObjectStore,
  prefix: string,
  input: SaveFileListInput,
): Promise<FileListRef> {
  const { ref, page, chunks } = input;
  const fileList: FileList = { format: 'tidemark.file-list/1', ref, page, chunks };
  const body = canonicalJson(fileList);
  const sha = sha256(body);
  const key = runFolder(prefix, ref) + fileListFile(page, sha.slice(0, NAME_DIGITS));
  const there = await createOnce(store, key, body);
  if (there !== 'created' && sha256(there) !== sha) {
    throw new FileDiffers(key, 'is there already with another content');
  }
  return { key, sha256: sha, ...countFiles(filesOf(fileList)) };
}

/** Throws FileMissing or FileDiffers when the file list isn't the one that `stored` vouches for. */
export async function readFileList(store: ObjectStore, stored: Pick<FileListRef, 'key' | 'sha256'>): Promise<FileList> {
  const value = parseFormat(stored.key, await readVerified(store, stored, 'file list'), 'tidemark.file-list/1');
  const { chunks } = value;
  ensure(stored.key, { chunks: Array.isArray(chunks) && chunks.every(isChunk) });
  return value as unknown as FileList;
}

export function filesOf({ chunks }: FileList): DataFile[] {
  return chunks.flatMap(({ files }) => files);
}

export function isFileList(files: unknown): files is DataFile[] {
  return Array.isArray(files) && files.every(isDataFile);
}

function isChunk(chunk: unknown): boolean {
  if (!isRecord(chunk) || !isFileList(chunk['files'])) return false;
  const { deletes, ranges } = chunk;
  return (deletes === undefined || isFileList(deletes)) && (ranges === undefined || isRangeList(ranges));
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
