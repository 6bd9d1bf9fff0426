// Reads objects of S3 for COPY: ranges, whole objects and the keys under a prefix.
import { GetObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { s3Failure, type RedshiftError } from '../errors.js';
import type { Location } from './location.js';

export interface StoreSettings {
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
}

export interface StoredBytes {
  readonly bytes: Uint8Array;
  /** Size of the whole object, in bytes. */
  readonly total: number;
}

export class ObjectStore {
  readonly region: string;
  readonly #client: S3Client;

  constructor({ endpoint, region, accessKeyId, secretAccessKey }: StoreSettings) {
    this.region = region;
    this.#client = new S3Client({
      region,
      forcePathStyle: true,
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    });
  }

  /** The object, or its last `tailBytes`; undefined when there is none. */
  async read({ bucket, key }: Location, signal: AbortSignal, tailBytes?: number): Promise<StoredBytes | undefined> {
    const Range = tailBytes === undefined ? undefined : `bytes=-${tailBytes}`;
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...(Range !== undefined && { Range }) });
      const answer = await this.#client.send(command, { abortSignal: signal });
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      const total = Number(answer.ContentRange?.split('/')[1] ?? bytes.length);
      return { bytes, total };
    } catch (error) {
      if (status(error) === 404 && name(error) !== 'NoSuchBucket') return undefined;
      // An empty object has no last bytes.
      if (status(error) === 416) return { bytes: new Uint8Array(), total: 0 };
      throw error;
    }
  }

  async list({ bucket, key }: Location, signal: AbortSignal): Promise<{ location: Location; size: number }[]> {
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

  close(): void {
    this.#client.destroy();
  }
}

const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
const name = (error: unknown): string => (error instanceof Error ? error.name : 'Unknown');

/** S3's own refusals in COPY's words; what is no answer of S3 (network) gets status 0. */
export function storeError(error: unknown, prefix = ''): RedshiftError {
  const message = error instanceof Error ? error.message : String(error);
  return s3Failure(prefix, message, status(error) ?? 0, name(error));
}
