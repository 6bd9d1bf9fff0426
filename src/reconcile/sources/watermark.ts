// Source: the watermark, with the version it was read at.
import type { TableId } from '../../contract/table-id.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileDiffers } from '../../s3/errors.js';
import type { ObjectStore } from '../../s3/objects/open-store.js';
import { readWatermark } from '../../s3/watermark/watermark-store.js';

export interface SeenWatermark {
  /** Null when there is none, or none that can be read. */
  readonly watermark: Watermark | null;
  readonly unreadable: string | null;
  /** Changes with every write. */
  readonly version: string | null;
}

export async function seeWatermark(
  store: ObjectStore,
  prefix: string,
  pipeline: string,
  table: TableId,
): Promise<SeenWatermark> {
  try {
    const read = await readWatermark(store, prefix, pipeline, table);
    return { watermark: read?.watermark ?? null, unreadable: null, version: read?.etag ?? null };
  } catch (error) {
    if (!(error instanceof FileDiffers)) throw error;
    return { watermark: null, unreadable: error.message, version: null };
  }
}
