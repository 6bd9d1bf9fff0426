// The object store over the AWS SDK: conditional writes, and every failure in an error of ours.
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { StoreUnreachable } from '../errors.js';
import { isMissing, type Place, readFailure, statusOf, wasRetried } from './aws-errors.js';
import type { ListedObject, ObjectStore, PutOptions, StoredObject } from './object-store.js';

/** What one DeleteObjects request may name. */
const DELETE_AT_ONCE = 1_000;

export class S3Store implements ObjectStore {
  private readonly client: S3Client;
  private readonly place: Place;

  constructor(client: S3Client, place: Place) {
    this.client = client;
    this.place = place;
  }

  async put(key: string, body: Uint8Array | string, options: PutOptions = {}): Promise<{ etag: string }> {
    const { contentType, ifNoneMatch, ifMatch, signal } = options;
    const command = new PutObjectCommand({
      ...this.object(key),
      Body: body,
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: '*' }),
      ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
    });
    try {
      const { ETag } = await this.client.send(command, aborting(signal));
      return { etag: this.known(ETag) };
    } catch (error) {
      const refused = statusOf(error) === 412 || (ifMatch !== undefined && isMissing(error));
      // The SDK's own retry is refused when the first attempt had won: then the object is ours.
      const own = refused && wasRetried(error) ? await this.get(key, signal) : null;
      if (own !== null && own.body.equals(typeof body === 'string' ? Buffer.from(body) : body)) return own;
      throw this.failure(refused ? { $metadata: { httpStatusCode: 412 } } : error, `put ${key}`, key);
    }
  }

  async get(key: string, signal?: AbortSignal): Promise<StoredObject | null> {
    try {
      const answer = await this.client.send(new GetObjectCommand(this.object(key)), aborting(signal));
      return { body: await bytesOf(answer.Body), etag: this.known(answer.ETag) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw this.failure(error, `get ${key}`, key);
    }
  }

  async getRange(key: string, start: number, end: number, signal?: AbortSignal): Promise<Buffer | null> {
    const command = new GetObjectCommand({ ...this.object(key), Range: `bytes=${start}-${end}` });
    try {
      return await bytesOf((await this.client.send(command, aborting(signal))).Body);
    } catch (error) {
      if (isMissing(error)) return null;
      throw this.failure(error, `get ${key}`, key);
    }
  }

  async head(key: string, signal?: AbortSignal): Promise<{ bytes: number; etag: string } | null> {
    try {
      const answer = await this.client.send(new HeadObjectCommand(this.object(key)), aborting(signal));
      return { bytes: answer.ContentLength ?? 0, etag: this.known(answer.ETag) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw this.failure(error, `head ${key}`, key);
    }
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncIterable<ListedObject> {
    for await (const page of this.pages({ Prefix: prefix }, signal)) {
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, lastModified: LastModified ?? new Date(0) };
      }
    }
  }

  async *folders(prefix: string, signal?: AbortSignal): AsyncIterable<string> {
    for await (const page of this.pages({ Prefix: prefix, Delimiter: '/' }, signal)) {
      for (const folder of page.CommonPrefixes ?? []) if (folder.Prefix !== undefined) yield folder.Prefix;
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += DELETE_AT_ONCE) {
      const Objects = keys.slice(i, i + DELETE_AT_ONCE).map((Key) => ({ Key }));
      const command = new DeleteObjectsCommand({ Bucket: this.place.bucket, Delete: { Objects, Quiet: true } });
      let failed;
      try {
        failed = (await this.client.send(command)).Errors?.[0];
      } catch (error) {
        throw this.failure(error, `delete objects`, Objects[0]?.Key ?? '');
      }
      if (failed === undefined) continue;
      const status = failed.Code === 'AccessDenied' ? 403 : 500;
      const answer = { name: failed.Code ?? 'unknown error', $metadata: { httpStatusCode: status } };
      throw this.failure(answer, `delete ${failed.Key ?? 'objects'}`, failed.Key ?? '');
    }
  }

  close(): void {
    this.client.destroy();
  }

  private object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: key };
  }

  private async *pages(what: { readonly Prefix: string; readonly Delimiter?: string }, signal?: AbortSignal) {
    let after: { ContinuationToken?: string } | null = {};
    while (after !== null) {
      const command = new ListObjectsV2Command({ Bucket: this.place.bucket, ...what, ...after });
      let page: ListObjectsV2CommandOutput;
      try {
        page = await this.client.send(command, aborting(signal));
      } catch (error) {
        throw this.failure(error, `list ${what.Prefix}`, what.Prefix);
      }
      yield page;
      const { IsTruncated: more, NextContinuationToken: token } = page;
      after = more === true && token !== undefined ? { ContinuationToken: token } : null;
    }
  }

  private failure(error: unknown, what: string, key: string): unknown {
    return readFailure(error, this.place, what, key);
  }

  /** Without an ETag there is no compare-and-swap. */
  private known(etag: string | undefined): string {
    if (etag !== undefined) return etag;
    throw new StoreUnreachable(this.place.endpoint, this.place.bucket, 'it answered without an ETag');
  }
}

function aborting(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

async function bytesOf(body: { transformToByteArray(): Promise<Uint8Array> } | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  const bytes = await body.transformToByteArray();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
