// Opens the object store that the config names. Nothing is asked of it before the first request.
import type { S3Config } from '../../config/types.js';
import { openClient } from './aws-client.js';
import type { ObjectStore } from './object-store.js';
import { S3Store } from './s3-store.js';

export type { ListedObject, ObjectStore, PutOptions, StoredObject } from './object-store.js';

export function openStore(config: S3Config): ObjectStore {
  const endpoint = config.endpoint ?? `https://s3.${config.region}.amazonaws.com`;
  return new S3Store(openClient(config), { endpoint, bucket: config.bucket, region: config.region });
}
