// Finds the files of a COPY and opens their footers, before any data: M2–M7, M9.
import type { FileMetaData } from 'hyparquet';
import * as errors from '../errors.js';
import { httpsUrl, parseLocation, type Location } from './location.js';
import { parseManifest, type ManifestEntry } from './manifest.js';
import { footerLength, readFooter } from './parquet.js';
import { storeError, type SourceStore } from './store.js';

/** A file whose footer has been read. */
export interface SourceFile {
  readonly location: Location;
  /** As error texts name it. */
  readonly https: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string | undefined;
  readonly metadata: FileMetaData;
}

// Holds the footer of a file with hundreds of columns; longer ones cost a second request.
const TAIL_BYTES = 64 * 1024;
const REQUESTS_AT_ONCE = 8;

export async function openSources(
  store: SourceStore,
  from: string,
  isManifest: boolean,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const entries = isManifest ? await readManifest(store, from, signal) : await listPrefix(store, from, signal);
  const files = await mapSome(entries, (entry) => openSource(store, entry, signal));
  const found = files.filter((file) => file !== undefined);
  if (found.length === 0) throw errors.noFileFound();
  return found;
}

async function readManifest(store: SourceStore, from: string, signal: AbortSignal): Promise<ManifestEntry[]> {
  const stored = await store.read(parseLocation(from), signal).catch((error: unknown) => {
    throw signal.aborted ? error : storeError(error, 'Problem reading manifest file - ');
  });
  if (stored === undefined) throw errors.manifestNotFound();
  return parseManifest(Buffer.from(stored.bytes).toString('utf8'));
}

/** Without MANIFEST the text after FROM is a prefix of keys, and every object under it is data (M9). */
async function listPrefix(store: SourceStore, from: string, signal: AbortSignal): Promise<ManifestEntry[]> {
  const listed = await store.list(parseLocation(from), signal).catch((error: unknown) => {
    throw signal.aborted ? error : storeError(error);
  });
  return listed
    .filter(({ location }) => !isHidden(location))
    .map(({ location, size }) => ({ location, mandatory: true, contentLength: size }));
}

async function openSource(
  store: SourceStore,
  entry: ManifestEntry,
  signal: AbortSignal,
): Promise<SourceFile | undefined> {
  const { location, mandatory, contentLength } = entry;
  const https = httpsUrl(location, store.region);
  if (isHidden(location)) throw errors.hiddenName(https);
  const read = (bytes: number) =>
    store.read(location, signal, { tailBytes: bytes }).catch((error: unknown) => {
      throw signal.aborted ? error : storeError(error);
    });
  let tail = await read(TAIL_BYTES);
  if (tail === undefined) {
    if (mandatory) throw errors.mandatoryMissing(location.url);
    return undefined;
  }
  if (contentLength > tail.total) throw errors.rangePastEnd();
  if (contentLength < tail.total) throw errors.invalidVersion(https, '');
  const needed = footerLength(tail.bytes, https);
  if (needed > tail.bytes.length) tail = await read(needed);
  if (tail === undefined) throw errors.noFileFound();
  return { location, https, size: tail.total, etag: tail.etag, metadata: readFooter(tail.bytes, https) };
}

/** Names that the scan layer passes over. */
const isHidden = ({ key }: Location): boolean => /^[_.]/.test(key.slice(key.lastIndexOf('/') + 1));

/** Keeps the order; the first failure ends it. */
async function mapSome<T, U>(items: readonly T[], each: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await each(item);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work)).catch((error: unknown) => {
    next = items.length;
    throw error;
  });
  return results;
}
