// Finds the row whose value a load was refused for, in the data files themselves.
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { ObjectStore } from '../objects/open-store.js';

/** A value that is not there, or has more bytes than `maxBytes`. */
export interface Wanted {
  readonly column: string;
  readonly maxBytes: number | null;
  /** Columns to name the row by. */
  readonly key: readonly string[];
}

/** Files read at most where Redshift doesn't say which it was: one is about 3 MB. */
const FILES = 20;
/** Characters of the value that are shown. */
const SHOWN = 40;

/** A sentence, or null when no file tells. `keys`: of the manifest's files; `named`: the address that Redshift gave. */
export async function findOffendingRow(
  store: ObjectStore,
  keys: readonly string[],
  named: string | null,
  wanted: Wanted,
): Promise<string | null> {
  const suspects = keys.filter((key) => named === null || named.includes(nameOf(key)));
  for (const key of suspects.slice(0, FILES)) {
    const stored = await store.get(key);
    const row = stored === null ? null : await offendingRowIn(stored.body, wanted);
    if (row !== null) return `It is in ${nameOf(key)}: ${row}`;
  }
  return null;
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

async function offendingRowIn(body: Buffer, { column, maxBytes, key }: Wanted): Promise<string | null> {
  const file = new Uint8Array(body).buffer;
  const names = parquetMetadata(file).schema.map(({ name }) => name);
  const own = (wanted: string): string => names.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
  const rows = await parquetReadObjects({ file, columns: [...new Set([own(column), ...key.map(own)])] });
  const offends = (value: unknown): boolean =>
    maxBytes === null ? value == null : typeof value === 'string' && Buffer.byteLength(value) > maxBytes;
  const row = rows.find((values) => offends(values[own(column)]));
  if (row === undefined) return null;
  const by =
    key.length === 0 ? 'a row' : `the row with ${key.map((name) => `${name} ${text(row[own(name)])}`).join(', ')}`;
  const value: unknown = row[own(column)];
  if (typeof value !== 'string') return `${by} has no value in column ${column}.`;
  return `${by} has ${Buffer.byteLength(value)} bytes in column ${column}: ${text(value)}`;
}

function text(value: unknown): string {
  const whole = value instanceof Date ? value.toISOString() : String(value);
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN)}…` : whole;
}
