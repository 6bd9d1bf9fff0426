// What the emulator is told from outside: where to listen, the PostgreSQL behind it, and S3.
import type { StoreSettings } from './copy/store.js';

export interface EmulatorOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** postgres://superuser:password@host:port/database; clients log in with their own names. */
  readonly backend: string;
  readonly s3: StoreSettings;
}

export function readSettings(environment: NodeJS.ProcessEnv): EmulatorOptions {
  const backend = environment['TIDEMARK_REDSHIFT_BACKEND'];
  if (backend === undefined)
    throw new Error('TIDEMARK_REDSHIFT_BACKEND is not set: postgres://user:password@host:port/database');
  const port = Number(environment['TIDEMARK_REDSHIFT_PORT'] ?? 5439);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('TIDEMARK_REDSHIFT_PORT is not a port number');
  return {
    host: environment['TIDEMARK_REDSHIFT_HOST'] ?? '127.0.0.1',
    port,
    backend,
    s3: {
      endpoint: environment['S3_ENDPOINT'],
      region: environment['S3_REGION'] ?? 'us-east-1',
      accessKeyId: environment['S3_ACCESS_KEY_ID'],
      secretAccessKey: environment['S3_SECRET_ACCESS_KEY'],
      bucketRegions: readRegions(environment['TIDEMARK_REDSHIFT_BUCKET_REGIONS'] ?? ''),
    },
  };
}

/** `bucket=region,…`: buckets that COPY must find in another Region. */
function readRegions(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  const wrong = pairs.find((pair) => !/^[^=]+=[^=]+$/.test(pair));
  if (wrong !== undefined) throw new Error(`TIDEMARK_REDSHIFT_BUCKET_REGIONS: ${wrong} is not bucket=region`);
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}
