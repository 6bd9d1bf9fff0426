// Reads objects of S3 for COPY: ranges, whole objects and the keys under a prefix.
import { GetObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { BUCKET_ELSEWHERE, RedshiftError, s3Failure } from '../errors.js';
import type { Location } from './location.js';

export interface StoreSettings {
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  /** Buckets of another Region than `region`: a gateway on this machine knows of none (S9). */
  readonly bucketRegions?: Readonly<Record<string, string>>;
}

export interface StoredBytes {
  readonly bytes: Uint8Array;
  /** Size of the whole object, in bytes. */
  readonly total: number;
  readonly etag: string | undefined;
}

export interface ReadOptions {
  /** Only the last bytes. */
  readonly tailBytes?: number;
  /** Only when the object is still this one; else ObjectChanged. */
  readonly etag?: string | undefined;
}

export class ObjectChanged extends Error {}

class PermanentRedirect extends Error {
  override readonly name = 'PermanentRedirect';
}

/** What COPY needs of a store. */
export type SourceStore = Pick<ObjectStore, 'region' | 'read' | 'list'>;

export class ObjectStore {
  readonly region: string;
  readonly #client: S3Client;
  readonly #bucketRegions: Readonly<Record<string, string>>;

  constructor({ endpoint, region, accessKeyId, secretAccessKey, bucketRegions = {} }: StoreSettings) {
    this.region = region;
    this.#bucketRegions = bucketRegions;
    this.#client = new S3Client({
      region,
      forcePathStyle: true,
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    });
  }

  /** The object, or its last `tailBytes`; undefined when there is none. */
  async read(
    { bucket, key }: Location,
    signal: AbortSignal,
    { tailBytes, etag }: ReadOptions = {},
  ): Promise<StoredBytes | undefined> {
    this.#demandRegion(bucket);
    try {
      if (key.includes('//') && !(await this.#isListed(bucket, key, signal))) return undefined;
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(tailBytes !== undefined && { Range: `bytes=-${tailBytes}` }),
        ...(etag !== undefined && { IfMatch: etag }),
      });
      const answer = await this.#client.send(command, { abortSignal: signal });
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      const total = Number(answer.ContentRange?.split('/')[1] ?? bytes.length);
      return { bytes, total, etag: answer.ETag };
    } catch (error) {
      if (status(error) === 404 && name(error) !== 'NoSuchBucket') return undefined;
      // An empty object has no last bytes.
      if (status(error) === 416) return { bytes: new Uint8Array(), total: 0, etag: undefined };
      if (status(error) === 412) throw new ObjectChanged();
      throw error;
    }
  }

  /** Some gateways take `a//b` for `a/b`, in a listing's prefix too; S3 never does. */
  async #isListed(bucket: string, key: string, signal: AbortSignal): Promise<boolean> {
    const folder = key.slice(0, key.indexOf('//') + 1);
    const listed = await this.list({ bucket, key: folder, url: '' }, signal);
    return listed.some(({ location }) => location.key === key);
  }

  async list({ bucket, key }: Location, signal: AbortSignal): Promise<{ location: Location; size: number }[]> {
    this.#demandRegion(bucket);
    const found: { location: Location; size: number }[] = [];
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: key,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const page = await this.#client.send(command, { abortSignal: signal });
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        found.push({ location: { bucket, key: Key, url: `s3://${bucket}/${Key}` }, size: Size });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  #demandRegion(bucket: string): void {
    if ((this.#bucketRegions[bucket] ?? this.region) !== this.region) throw new PermanentRedirect(BUCKET_ELSEWHERE);
  }

  close(): void {
    this.#client.destroy();
  }
}

function status(error: unknown): number | undefined {
  if (error instanceof PermanentRedirect) return 301;
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
const name = (error: unknown): string => (error instanceof Error ? error.name : 'Unknown');

/** S3's own refusals in COPY's words; what is no answer of S3 (network) gets status 0. */
export function storeError(error: unknown, prefix = ''): RedshiftError {
  if (error instanceof RedshiftError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return s3Failure(prefix, message, status(error) ?? 0, name(error));
}
