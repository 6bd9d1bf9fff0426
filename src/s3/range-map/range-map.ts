// `range-map-….json`: the range map as an immutable object, named by its content.
import { isRecord } from '../../contract/json-checks.js';
import { rangeMapFile, runFolder } from '../../contract/names.js';
import type { ObjectRef, RangeMap, RangeMapEntry } from '../../contract/range-map.js';
import {
  canonicalJson,
  createOnce,
  ensure,
  isCount,
  parseFormat,
  readVerified,
  sha256,
} from '../objects/immutable-objects.js';
import { FileDiffers } from '../errors.js';
import type { ObjectStore } from '../objects/open-store.js';

const FORMAT: RangeMap['format'] = 'tidemark.range-map/1';
/** Hex digits of the content's hash in the name. */
const NAME_DIGITS = 12;

export async function writeRangeMap(store: ObjectStore, prefix: string, map: RangeMap): Promise<ObjectRef> {
  const body = canonicalJson(map);
  const digest = sha256(body);
  const key = runFolder(prefix, map.ref) + rangeMapFile(digest.slice(0, NAME_DIGITS));
  const there = await createOnce(store, key, body);
  if (there !== 'created' && sha256(there) !== digest) {
    throw new FileDiffers(key, 'is there already with another content');
  }
  return { key, sha256: digest };
}

/** Throws FileMissing or FileDiffers (final): without its map nobody knows what was deleted. */
export async function readRangeMap(store: ObjectStore, ref: ObjectRef): Promise<RangeMap> {
  const value = parseFormat(ref.key, await readVerified(store, ref, 'range map'), FORMAT);
  ensure(ref.key, { rows: isCount(value['rows']), entries: isRangeList(value['entries']) });
  return value as unknown as RangeMap;
}

export function isRangeList(ranges: unknown): ranges is RangeMapEntry[] {
  return Array.isArray(ranges) && ranges.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  return (
    isRecord(entry) &&
    isCount(entry['rows']) &&
    ['object', 'sha256'].every((field) => typeof entry[field] === 'string') &&
    Array.isArray(entry['upTo']) &&
    entry['upTo'].every((value) => typeof value === 'string')
  );
}
