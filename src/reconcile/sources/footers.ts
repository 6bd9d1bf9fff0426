// Source: the footers of the data files, read back from S3 by a library that did not write them.
import parquet from 'parquetjs-lite';
import type { ObjectStore } from '../../s3/objects/open-store.js';
import { sideBySide } from '../concurrently.js';

/** What a file's own footer says, or why it says nothing. */
export type Footer = { readonly rows: number } | { readonly unreadable: string };

export interface SizedFile {
  readonly key: string;
  readonly bytes: number;
}

/** Requests in flight: enough to hide a request's latency, few enough for a busy server. */
const AT_ONCE = 8;
/** Bytes at the end of a file asked for first: the whole footer of all but very wide tables, in one request. */
const TAIL = 64 * 1024;

export async function readFooters(store: ObjectStore, files: readonly SizedFile[]): Promise<Map<string, Footer>> {
  const footers = await sideBySide(files, AT_ONCE, (file) => readFooter(store, file));
  return new Map(files.map(({ key }, i) => [key, footers[i] ?? { unreadable: 'it was not read' }]));
}

/** Rejects only when S3 can't be asked; a file that isn't Parquet is unreadable. */
export async function readFooter(store: ObjectStore, { key, bytes }: SizedFile): Promise<Footer> {
  const tailStart = Math.max(0, bytes - TAIL);
  const tail = bytes === 0 ? Buffer.alloc(0) : await store.getRange(key, tailStart, bytes - 1);
  if (tail === null) return { unreadable: 'it is not there' };
  const broken: unknown[] = [];
  const read = async (offset: number, length: number): Promise<Buffer> => {
    if (offset < 0) throw new RangeError('it is too short for a Parquet file');
    if (offset >= tailStart) return tail.subarray(offset - tailStart, offset - tailStart + length);
    try {
      return (await store.getRange(key, offset, offset + length - 1)) ?? Buffer.alloc(0);
    } catch (error) {
      broken.push(error);
      throw error;
    }
  };
  try {
    const footer = await new parquet.ParquetEnvelopeReader(read, () => undefined, bytes).readFooter();
    const rows = Number(footer.num_rows);
    const inGroups = footer.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    return inGroups === rows ? { rows } : { unreadable: `its footer says ${rows} rows, its row groups ${inGroups}` };
  } catch (error) {
    if (broken.length > 0) throw broken[0];
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}
