// The emulator's settings: where to listen, the PostgreSQL behind it, and S3.
import type { StoreSettings } from './copy/store.js';
import { StartError } from './start-error.js';

export interface EmulatorOptions {
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** postgres://superuser:password@host:port/database; clients log in with their own names. */
  readonly backend: string;
  readonly s3: StoreSettings;
}

export interface Settings extends Omit<EmulatorOptions, 'backend' | 'host'> {
  readonly host: string;
  /** Undefined: a PostgreSQL of the emulator's own. */
  readonly backend: string | undefined;
}

/** Throws StartError for what cannot be right. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const backend = environment['TIDEMARK_REDSHIFT_BACKEND'];
  if (backend !== undefined && !isPostgresUrl(backend))
    throw new StartError(
      'the backend (--backend, TIDEMARK_REDSHIFT_BACKEND) is not postgres://user:password@host:port/database',
      2,
    );
  const port = Number(environment['TIDEMARK_REDSHIFT_PORT'] ?? 5439);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartError('the port (--port, TIDEMARK_REDSHIFT_PORT) is not a number from 0 to 65535', 2);
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

const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);

/** `bucket=region,…`: buckets that COPY must find in another Region. */
function readRegions(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  const wrong = pairs.find((pair) => !/^[^=]+=[^=]+$/.test(pair));
  if (wrong !== undefined) throw new StartError(`TIDEMARK_REDSHIFT_BUCKET_REGIONS: ${wrong} is not bucket=region`, 2);
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}
