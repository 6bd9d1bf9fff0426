// Reads the JSON of a COPY manifest by the rules M1, M3, M8 and M10; looks at no object.
import * as errors from '../errors.js';
import { parseLocation, type Location } from './location.js';

export interface ManifestEntry {
  readonly location: Location;
  readonly mandatory: boolean;
  /** Bytes, as the manifest gives them. */
  readonly contentLength: number;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Unknown keys are fine; an url listed twice stays twice in the answer (M10: it is loaded twice). */
export function parseManifest(text: string): ManifestEntry[] {
  const manifest = parseJson(text);
  const entries = isObject(manifest) ? manifest['entries'] : undefined;
  if (!Array.isArray(entries)) throw errors.manifestMalformed();
  if (entries.length === 0) throw errors.manifestEmpty();
  return entries.map(readEntry);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw errors.manifestMalformed();
  }
}

function readEntry(entry: unknown): ManifestEntry {
  if (!isObject(entry)) throw errors.manifestMalformed();
  const { url, mandatory = false, meta } = entry;
  if (typeof url !== 'string') throw errors.urlMissing();
  if (typeof mandatory !== 'boolean') throw errors.manifestMalformed();
  if (!isObject(meta)) throw errors.metaMissing();
  const contentLength = meta['content_length'];
  if (contentLength === undefined) throw errors.contentLengthMissing();
  if (typeof contentLength !== 'number' || !Number.isSafeInteger(contentLength) || contentLength < 0) {
    throw errors.manifestMalformed();
  }
  return { location: parseLocation(url), mandatory, contentLength };
}
