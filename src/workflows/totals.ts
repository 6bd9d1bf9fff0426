// The running totals of a run: sums of what accepted chunks returned.
import type { ChunkResult, Counted } from '../contract/files.js';
import { type ChangedValues, changedOrAbsent, sumChanged } from '../contract/value-policies.js';

export interface ChunkTotals extends Counted {
  /** Of strategy `checksum`: rows read and compared. */
  readonly compared?: number;
  /** Rows that are gone from the source, in how many files. */
  readonly deletes?: Pick<Counted, 'rows' | 'files'>;
  readonly changed?: ChangedValues;
}

export interface Totals extends ChunkTotals {
  readonly discardedFiles: number;
}

export function countChunks(chunks: readonly ChunkResult[]): ChunkTotals {
  return chunks.map(countChunk).reduce(sumOf, { rows: 0, files: 0, bytes: 0 });
}

function countChunk({ rows, files, deletes = [], compared, changed = {} }: ChunkResult): ChunkTotals {
  return {
    rows,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(compared === undefined ? {} : { compared }),
    ...changedOrAbsent(changed),
    ...(deletes.length === 0
      ? {}
      : { deletes: { rows: deletes.reduce((sum, file) => sum + file.rows, 0), files: deletes.length } }),
  };
}

/** What other strategies don't count stays absent. */
export function sumOf(a: ChunkTotals, b: ChunkTotals): ChunkTotals {
  const compared = (a.compared ?? 0) + (b.compared ?? 0);
  const deletes = {
    rows: (a.deletes?.rows ?? 0) + (b.deletes?.rows ?? 0),
    files: (a.deletes?.files ?? 0) + (b.deletes?.files ?? 0),
  };
  return {
    rows: a.rows + b.rows,
    files: a.files + b.files,
    bytes: a.bytes + b.bytes,
    ...(a.compared === undefined && b.compared === undefined ? {} : { compared }),
    ...(deletes.files === 0 ? {} : { deletes }),
    ...changedOrAbsent(sumChanged(a.changed, b.changed)),
  };
}
