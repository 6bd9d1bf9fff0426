// An object store in memory, with S3's conditional writes: for decisions that need a store and no server.
import { createHash } from 'node:crypto';
import type { ListedObject, ObjectStore, PutOptions, StoredObject } from '../../../src/s3/objects/open-store.js';
import { PreconditionFailed } from '../../../src/s3/errors.js';

export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, Buffer>();
  /** Keys of the puts that were asked for, refused ones included. */
  readonly puts: string[] = [];
  readonly gets: string[] = [];

  put(key: string, body: Uint8Array | string, { ifNoneMatch, ifMatch }: PutOptions = {}): Promise<{ etag: string }> {
    this.puts.push(key);
    const there = this.objects.get(key);
    const refused = ifNoneMatch === true ? there !== undefined : ifMatch !== undefined && etagOf(there) !== ifMatch;
    if (refused) return Promise.reject(new PreconditionFailed(key));
    const stored = Buffer.from(body);
    this.objects.set(key, stored);
    return Promise.resolve({ etag: etagOf(stored) });
  }

  get(key: string): Promise<StoredObject | null> {
    this.gets.push(key);
    const body = this.objects.get(key);
    return Promise.resolve(body === undefined ? null : { body, etag: etagOf(body) });
  }

  getRange(key: string, start: number, end: number): Promise<Buffer | null> {
    return Promise.resolve(this.objects.get(key)?.subarray(start, end + 1) ?? null);
  }

  head(key: string): Promise<{ bytes: number; etag: string } | null> {
    const body = this.objects.get(key);
    return Promise.resolve(body === undefined ? null : { bytes: body.length, etag: etagOf(body) });
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    for (const key of [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort()) {
      yield await Promise.resolve({ key, bytes: this.objects.get(key)!.length, lastModified: new Date(0) });
    }
  }

  async *folders(prefix: string): AsyncIterable<string> {
    const names = [...this.objects.keys()].filter(
      (key) => key.startsWith(prefix) && key.indexOf('/', prefix.length) > 0,
    );
    for (const folder of new Set(names.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1)))) {
      yield await Promise.resolve(folder);
    }
  }

  delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.objects.delete(key);
    return Promise.resolve();
  }

  close(): void {
    this.objects.clear();
  }

  json(key: string): unknown {
    return JSON.parse(this.objects.get(key)!.toString('utf8'));
  }
}

const etagOf = (body: Buffer | undefined): string =>
  body === undefined ? '' : `"${createHash('md5').update(body).digest('hex')}"`;
