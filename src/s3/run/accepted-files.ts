// What the file lists of a run list, read back and summed against what the workflow counted.
import { runFolder } from '../../contract/names.js';
import type { DataFile, FileList } from '../../contract/files.js';
import type { WriteManifestInput } from '../../contract/activity-types.js';
import { countFiles, requireEqual, requireOnce } from './count-files.js';
import { RowCountMismatch } from '../errors.js';
import { filesOf, readFileList } from './file-list.js';
import type { ObjectStore } from '../objects/open-store.js';

export interface AcceptedFiles {
  readonly lists: readonly FileList[];
  readonly data: readonly DataFile[];
  /** Files of keys: rows that are gone from the source. */
  readonly deletes: readonly DataFile[];
}

/** Throws FileMissing, FileDiffers or RowCountMismatch; all final. */
export async function acceptedFiles(
  store: ObjectStore,
  prefix: string,
  input: WriteManifestInput,
): Promise<AcceptedFiles> {
  const lists: FileList[] = [];
  for (const stored of input.fileLists) {
    const list = await readFileList(store, stored);
    requireEqual(`file list ${stored.key} lists`, countFiles(filesOf(list)), stored);
    lists.push(list);
  }
  const data = lists.flatMap(filesOf);
  const deletes = lists.flatMap(({ chunks }) => chunks.flatMap((chunk) => chunk.deletes ?? []));
  requireEqual(`the file lists of run ${input.ref.run} list`, countFiles(data), input);
  const { rows, files } = countFiles(deletes);
  const expected = input.deletes ?? { rows: 0, files: 0 };
  if (rows !== expected.rows || files !== expected.files) {
    const were = `where ${expected.rows} of ${expected.files} were returned`;
    throw new RowCountMismatch(`the file lists of run ${input.ref.run} delete ${rows} rows by ${files} files, ${were}`);
  }
  requireOnce([...data, ...deletes]);
  const folder = runFolder(prefix, input.ref);
  const stray = [...data, ...deletes].find(({ key }) => !key.startsWith(folder));
  if (stray !== undefined) throw new RowCountMismatch(`file ${stray.key} is not of run ${input.ref.run}`);
  return { lists, data, deletes };
}
