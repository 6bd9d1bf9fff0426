// The request of one load: everything its transaction needs, resolved before it begins.
import type { LoadMode, SyncSettings } from '../../contract/run-settings.js';
import type { TableId } from '../../contract/table-id.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { TableRef } from '../connection/sql-text.js';

export interface LoadRequest {
  /** The load's name for ever; the ledger holds it once. */
  readonly loadId: string;
  readonly seq: number;
  /** The seq that an empty ledger stands for. */
  readonly ledgerBase: number;
  readonly run: string;
  readonly pipeline: string;
  readonly source: TableId;
  /** `s3://bucket/key` */
  readonly manifestUrl: string;
  readonly manifestSha256: string;
  readonly rows: number;
  readonly files: number;
  readonly mode: LoadMode;
  /** Rows to be deleted before the others are merged, by a manifest of their own. */
  readonly deletes?: { readonly manifestUrl: string; readonly rows: number };
  /** Rows that the target has are known to differ, as strategy `checksum` knows it. */
  readonly changed?: boolean;
  /** A later seq that replaces all of this one before anyone could read it: then nothing is copied. Null: none. */
  readonly supersededBy: number | null;
  readonly shape: Pick<TableShape, 'columns' | 'key' | 'cursor'>;
  readonly target: SyncSettings['target'];
  readonly workflowId: string;
}

/** For messages: `load default/shop.orders#3 into public.orders`. */
export function nameLoad({ loadId, target }: { loadId: string; target: TableRef }): string {
  return `load ${loadId} into ${target.schema}.${target.table}`;
}
