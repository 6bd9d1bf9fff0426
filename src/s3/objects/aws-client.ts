// The AWS SDK's client as Tidemark wants it: few attempts, time-outs everywhere, no checksums that only AWS understands.
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Config } from '../../config/types.js';

/** Of one request, inside the SDK. The activity's own retries come after. */
const ATTEMPTS = 4;
/** Milliseconds. A host that swallows packets would hold the attempt for minutes. */
const CONNECT_MS = 5_000;
/** Milliseconds for one request with its answer's head: a 64 MB file over a slow line, not a hung server. */
const REQUEST_MS = 120_000;
/** Milliseconds without a byte on a socket: a server that stalls in the middle of a body. */
const IDLE_MS = 60_000;
/** Sockets to one server: chunks, footers and small steps of one process side by side. */
const SOCKETS = 64;

export function openClient(config: S3Config): S3Client {
  const agent = { keepAlive: true, maxSockets: SOCKETS };
  const options: S3ClientConfig = {
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    maxAttempts: ATTEMPTS,
    // Every body is signed by its sha256 already; servers other than AWS stumble over the SDK's checksum trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_MS,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
  if (config.endpoint !== undefined) options.endpoint = config.endpoint;
  // A copy: the SDK writes a field of its own into the object it is given.
  if (config.credentials !== undefined) options.credentials = { ...config.credentials };
  return new S3Client(options);
}
