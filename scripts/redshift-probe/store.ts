// The probe's own folder in S3: written file by file, and taken away again.
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ProbeSettings } from './settings.js';

export class ProbeStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #folder: string;
  readonly #written: string[] = [];

  constructor({ bucket, region, endpoint, credentials, forcePathStyle }: ProbeSettings['s3'], folder: string) {
    this.#bucket = bucket;
    this.#folder = folder;
    this.#client = new S3Client({
      ...{ region, forcePathStyle, requestChecksumCalculation: 'WHEN_REQUIRED' },
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials !== undefined && { credentials }),
    });
  }

  /** Answers the object's `s3://` address. */
  async put(path: string, body: Uint8Array | string): Promise<string> {
    const key = `${this.#folder}/${path}`;
    this.#written.push(key);
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body }));
    return `s3://${this.#bucket}/${key}`;
  }

  async removeAll(): Promise<void> {
    for (const key of this.#written.splice(0))
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }));
  }

  close(): void {
    this.#client.destroy();
  }
}
