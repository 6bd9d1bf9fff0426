// Rows of a made-up table as Parquet files in S3, with the manifest that loads them. Made from typed arrays: a million a second.
import type { LoadMode } from '../src/contract/run-settings.js';
import { writeParquet } from '../src/parquet/write-parquet.js';
import type { ColumnData } from '../src/parquet/columns/column.js';
import type { LoadRequest } from '../src/redshift/load/load-request.js';
import { canonicalJson, sha256 } from '../src/s3/objects/immutable-objects.js';
import { composeManifest } from '../src/s3/run/manifest.js';
import type { ObjectStore } from '../src/s3/objects/open-store.js';

const ROWS_PER_FILE = 50_000;
const NOTE = Buffer.from('a note of thirty-two bytes, more');

export interface BenchRow {
  readonly id: number;
  /** Microseconds of the cursor. */
  readonly at: number;
}

const SHAPE: LoadRequest['shape'] = {
  columns: [
    { name: 'id', declared: 'bigint', nullable: false, type: { kind: 'int', bits: 64 } },
    { name: 'at', declared: 'timestamp(6)', nullable: false, type: { kind: 'timestamp', digits: 6 } },
    { name: 'amount', declared: 'int', nullable: true, type: { kind: 'int', bits: 32 } },
    { name: 'note', declared: 'varchar(32)', nullable: true, type: { kind: 'string', maxBytes: 128, check: false } },
  ],
  key: ['id'],
  cursor: { name: 'at', index: 'at', digits: 6, zoned: true },
};

export interface BenchLoad {
  readonly seq: number;
  readonly mode: LoadMode;
  readonly rows: number;
  readonly rowAt: (index: number) => BenchRow;
}

/** Puts the files of a load and its manifest; answers the request that loads them. */
export async function putLoad(
  store: ObjectStore,
  bucket: string,
  folder: string,
  target: { readonly schema: string; readonly table: string },
  { seq, mode, rows, rowAt }: BenchLoad,
): Promise<LoadRequest> {
  const files: { key: string; bytes: number }[] = [];
  for (let from = 0; from < rows; from += ROWS_PER_FILE) {
    const { bytes } = writeParquet(columnsOf(from, Math.min(ROWS_PER_FILE, rows - from), rowAt));
    const key = `${folder}/${seq}/part-${files.length}.parquet`;
    await store.put(key, bytes);
    files.push({ key, bytes: bytes.length });
  }
  const manifest = canonicalJson(composeManifest(bucket, files));
  const key = `${folder}/${seq}/manifest.json`;
  await store.put(key, manifest);
  return {
    ...{ loadId: `bench/bench.${target.table}#${seq}`, seq, ledgerBase: 0, run: `bench-${seq}`, pipeline: 'bench' },
    ...{
      source: { schema: 'bench', name: target.table },
      manifestUrl: `s3://${bucket}/${key}`,
      manifestSha256: sha256(manifest),
    },
    ...{ rows, files: files.length, mode, supersededBy: null, shape: SHAPE, workflowId: 'bench' },
    target: { ...target, createTarget: 'ifMissing' },
  };
}

function columnsOf(from: number, rows: number, rowAt: (index: number) => BenchRow): ColumnData[] {
  const id = new BigInt64Array(rows);
  const at = new BigInt64Array(rows);
  const amount = new Int32Array(rows);
  const note = new Uint8Array(rows * NOTE.length);
  const offsets = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    const made = rowAt(from + row);
    id[row] = BigInt(made.id);
    at[row] = BigInt(made.at);
    amount[row] = made.id % 1_000;
    note.set(NOTE, row * NOTE.length);
    offsets[row + 1] = (row + 1) * NOTE.length;
  }
  const column = (index: number, values: ArrayBufferView, own: Int32Array | null = null): ColumnData => {
    const { name = '', type = { kind: 'date' as const } } = SHAPE.columns[index] ?? {};
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const fixed = type.kind === 'int' && type.bits === 32 ? (values as Int32Array) : bytes;
    return { name, type, rows, nulls: 0, validity: null, values: fixed, offsets: own, few: false };
  };
  return [column(0, id), column(1, at), column(2, amount), column(3, note, offsets)];
}
