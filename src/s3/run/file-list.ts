// `file-list-….json`: the accepted chunks of one page. Named by its content, so a retry writes the same object.
import { isRecord } from '../../contract/json-checks.js';
import { runFolder, fileListFile } from '../../contract/names.js';
import type { DataFile, FileList, FileListRef } from '../../contract/files.js';
import type { SaveFileListInput } from '../../contract/activity-types.js';
import {
  canonicalJson,
  createByContent,
  ensure,
  isCount,
  parseFormat,
  readVerified,
} from '../objects/immutable-objects.js';
import { countFiles } from './count-files.js';
import { isRangeList } from '../range-map/range-map.js';
import type { ObjectStore } from '../objects/open-store.js';

export async function writeFileList(
  store: ObjectStore,
  prefix: string,
  input: SaveFileListInput,
): Promise<FileListRef> {
  const { ref, page, chunks } = input;
  const fileList: FileList = { format: 'tidemark.file-list/1', ref, page, chunks };
  const folder = runFolder(prefix, ref);
  const stored = await createByContent(store, (digits) => folder + fileListFile(page, digits), canonicalJson(fileList));
  return { ...stored, ...countFiles(filesOf(fileList)) };
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
