// An S3 of a few lines in this process: objects in a map, HEAD, GET with ranges, and listing.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Fixture {
  readonly endpoint: string;
  /** By `bucket/key`. */
  readonly objects: Map<string, Uint8Array>;
  /** Called before each answer; for slow or failing stores. */
  before: (path: string) => Promise<void> | void;
  close(): Promise<void>;
}

export async function startS3(): Promise<S3Fixture> {
  const objects = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    void answer(fixture, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fixture: S3Fixture = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    before: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fixture;
}

async function answer(fixture: S3Fixture, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', fixture.endpoint);
  const path = decodeURIComponent(url.pathname).slice(1);
  await fixture.before(path);
  if (url.searchParams.get('list-type') === '2') {
    listObjects(fixture, path.split('/')[0] ?? '', url.searchParams.get('prefix') ?? '', response);
    return;
  }
  const bytes = fixture.objects.get(path);
  if (bytes === undefined) {
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>');
    return;
  }
  const suffix = /^bytes=-(\d+)$/.exec(request.headers.range ?? '')?.[1];
  const start = suffix === undefined ? 0 : Math.max(0, bytes.length - Number(suffix));
  const part = bytes.subarray(start);
  response.writeHead(suffix === undefined ? 200 : 206, {
    'content-length': part.length,
    ...(suffix !== undefined && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  response.end(part);
}

function listObjects({ objects }: S3Fixture, bucket: string, prefix: string, response: ServerResponse): void {
  const contents = [...objects.entries()]
    .filter(([path]) => path.startsWith(`${bucket}/${prefix}`))
    .map(
      ([path, bytes]) => `<Contents><Key>${path.slice(bucket.length + 1)}</Key><Size>${bytes.length}</Size></Contents>`,
    );
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.sort().join('')}</ListBucketResult>`);
}
