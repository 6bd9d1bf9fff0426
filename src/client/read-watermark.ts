// What the CLI reads of a table's state in S3, without any server but S3.
import type { TableId } from '../contract/table-id.js';
import type { PipelineConfig } from '../config/types.js';
import type { Lease, Watermark } from '../contract/watermark.js';
import { openStore } from '../s3/objects/open-store.js';
import { readWatermark } from '../s3/watermark/watermark-store.js';
import { listTables } from '../s3/run/list-tables.js';

export async function watermarkOf({ name, s3 }: PipelineConfig, table: TableId): Promise<Watermark | null> {
  const store = openStore(s3);
  try {
    return (await readWatermark(store, s3.prefix, name, table))?.watermark ?? null;
  } finally {
    store.close();
  }
}

export async function blockerOf(pipeline: PipelineConfig, table: TableId): Promise<Lease | null> {
  return (await watermarkOf(pipeline, table))?.lease ?? null;
}

export async function tablesOf({ name, s3 }: PipelineConfig): Promise<TableId[]> {
  const store = openStore(s3);
  try {
    return await listTables(store, s3.prefix, name);
  } finally {
    store.close();
  }
}
