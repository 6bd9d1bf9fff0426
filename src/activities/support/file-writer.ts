// Writes rows as Parquet objects to S3, one after the other: the next begins when one is full. Returns what it counted.
import type { DataFile } from '../../contract/files.js';
import { type ChangedValues, sumChanged } from '../../contract/value-policies.js';
import type { Encoder, FileBuilder, FiledShape, FileLimits, FileRow } from '../../parquet/encoder.js';
import { UnequalCounts } from '../../parquet/errors.js';
import type { ObjectStore } from '../../s3/objects/open-store.js';

export interface FilePlan {
  readonly shape: FiledShape;
  readonly limits: FileLimits;
  readonly salt: string | null;
  /** A key that no object has yet. */
  readonly nextKey: () => string;
  readonly signal: AbortSignal;
}

export class FileWriter {
  /** Rows added. */
  rows = 0;
  /** Values that policies changed, in the files that are written. */
  changed: ChangedValues = {};
  private readonly encoder: Encoder;
  private readonly store: ObjectStore;
  private readonly plan: FilePlan;
  private readonly files: DataFile[] = [];
  private file: FileBuilder;

  constructor(encoder: Encoder, store: ObjectStore, plan: FilePlan) {
    this.encoder = encoder;
    this.store = store;
    this.plan = plan;
    this.file = this.next();
  }

  /** The row is not kept. A promise: wait for it before the next row, so that no more than one full file is held. */
  addRow(row: FileRow): Promise<void> | undefined {
    this.file.addRow(row);
    return this.added();
  }

  add(values: readonly (Buffer | null)[]): Promise<void> | undefined {
    this.file.add(values);
    return this.added();
  }

  /** The files, when the last row is added. */
  async end(): Promise<readonly DataFile[]> {
    if (this.file.rows > 0) await this.seal(this.file);
    return this.files;
  }

  private added(): Promise<void> | undefined {
    this.rows += 1;
    if (!this.file.full) return undefined;
    const full = this.file;
    this.file = this.next();
    return this.seal(full);
  }

  private next(): FileBuilder {
    const { shape, limits, salt } = this.plan;
    return this.encoder.startFile(shape, limits, salt);
  }

  private async seal(file: FileBuilder): Promise<void> {
    const encoded = await file.finish();
    const { shape, nextKey, signal } = this.plan;
    if (encoded.rows !== file.rows) throw new UnequalCounts(shape.table, file.rows, encoded.rows);
    const key = nextKey();
    const contentType = 'application/vnd.apache.parquet';
    await this.store.put(key, encoded.bytes, { contentType, ifNoneMatch: true, signal });
    this.changed = sumChanged(this.changed, file.changed);
    this.files.push({ key, rows: encoded.rows, bytes: encoded.bytes.byteLength, sha256: encoded.sha256 });
  }
}
