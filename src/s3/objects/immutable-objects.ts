// What is written once: JSON in one form only, known by its sha256, and created so that a retry finds its own.
import { createHash } from 'node:crypto';
import { isRecord } from '../../contract/json-checks.js';
import { FileDiffers, FileMissing, PreconditionFailed } from '../errors.js';
import type { ObjectStore } from './open-store.js';

export const JSON_TYPE = 'application/json';

/** JSON with sorted field names: the same value has the same bytes, whoever writes it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_field, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

export function sha256(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Creates the object. When there is one already, answers its bytes and writes nothing. */
export async function createOnce(store: ObjectStore, key: string, body: string): Promise<Buffer | 'created'> {
  try {
    await store.put(key, body, { contentType: JSON_TYPE, ifNoneMatch: true });
    return 'created';
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    const there = await store.get(key);
    if (there === null) throw error;
    return there.body;
  }
}

/** Hex digits of the content's hash in a name: enough to keep two contents of one name apart. */
const NAME_DIGITS = 12;

/** Creates an object named by its content, so that a retry writes the same one. Throws FileDiffers. */
export async function createByContent(
  store: ObjectStore,
  keyOf: (digits: string) => string,
  body: string,
): Promise<{ readonly key: string; readonly sha256: string }> {
  const digest = sha256(body);
  const key = keyOf(digest.slice(0, NAME_DIGITS));
  const there = await createOnce(store, key, body);
  if (there !== 'created' && sha256(there) !== digest) {
    throw new FileDiffers(key, 'is there already with another content');
  }
  return { key, sha256: digest };
}

/** The bytes of an object that something vouches for. Throws FileMissing or FileDiffers. */
export async function readVerified(
  store: ObjectStore,
  { key, sha256: expected }: { readonly key: string; readonly sha256: string },
  what: string,
): Promise<Buffer> {
  const stored = await store.get(key);
  if (stored === null) throw new FileMissing(key, what);
  const actual = sha256(stored.body);
  if (actual !== expected) {
    throw new FileDiffers(key, `differs from the ${what} that was recorded: sha256 ${actual} instead of ${expected}`);
  }
  return stored.body;
}

/** JSON of one of Tidemark's own formats, or of `earlier`, which its reader migrates. Throws FileDiffers with what is wrong. */
export function parseFormat(key: string, body: Buffer, format: string, earlier?: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new FileDiffers(key, `is not JSON, but should be a ${format}`);
  }
  if (!isRecord(value)) throw new FileDiffers(key, `is not a JSON object, but should be a ${format}`);
  if (value['format'] !== format && (earlier === undefined || value['format'] !== earlier)) {
    throw new FileDiffers(key, `has format ${JSON.stringify(value['format'])} instead of "${format}"`);
  }
  return value;
}

/** Throws FileDiffers naming every field that isn't what it must be. */
export function ensure(key: string, fields: Readonly<Record<string, boolean>>): void {
  const wrong = Object.keys(fields).filter((field) => fields[field] !== true);
  if (wrong.length > 0) throw new FileDiffers(key, `has no usable ${wrong.join(', ')}: was it edited by hand?`);
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
