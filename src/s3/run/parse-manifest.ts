// Reads the bytes of a manifest back into keys.
import { isRecord } from '../../contract/json-checks.js';
import { FileDiffers } from '../errors.js';

export interface ListedFile {
  readonly bucket: string;
  readonly key: string;
  /** What Redshift holds the object's size against. */
  readonly bytes: number;
}

const URL = /^s3:\/\/([^/]+)\/(.+)$/;

/** Throws FileDiffers (final) for bytes that aren't a manifest of ours. */
export function parseManifest(key: string, body: Buffer): ListedFile[] {
  const wrong = (): FileDiffers => new FileDiffers(key, 'is not a manifest that Redshift could read');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw wrong();
  }
  const entries = isRecord(value) ? value['entries'] : null;
  if (!Array.isArray(entries)) throw wrong();
  return entries.map((entry: unknown) => {
    const { url, meta } = isRecord(entry) ? entry : {};
    const [, bucket, file] = typeof url === 'string' ? (URL.exec(url) ?? []) : [];
    const bytes = isRecord(meta) ? meta['content_length'] : null;
    if (bucket === undefined || file === undefined || typeof bytes !== 'number') throw wrong();
    return { bucket, key: file, bytes };
  });
}
