// The sums of a list of data files.
import type { Counted, DataFile } from '../../contract/files.js';
import { RowCountMismatch } from '../errors.js';

export function countFiles(files: readonly Pick<DataFile, 'rows' | 'bytes'>[]): Counted {
  return {
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Throws AccountDoesNotBalance, naming both sides. */
export function requireEqual(what: string, counted: Counted, expected: Counted): void {
  const same = (['rows', 'files', 'bytes'] as const).every((field) => counted[field] === expected[field]);
  if (!same) throw new RowCountMismatch(`${what} ${described(counted)}, where ${described(expected)} were returned`);
}

function described({ rows, files, bytes }: Counted): string {
  return `${rows} rows, ${files} files, ${bytes} bytes`;
}

/** Throws AccountDoesNotBalance: Redshift would load such a file twice. */
export function requireOnce(files: readonly Pick<DataFile, 'key'>[]): void {
  const seen = new Set<string>();
  for (const { key } of files) {
    if (seen.has(key)) throw new RowCountMismatch(`file ${key} is listed twice: it would be loaded twice`);
    seen.add(key);
  }
}
