// tidemark local redshift: the Redshift emulator for any program, in the foreground until Ctrl-C.
import { LocalStackError } from '../failure.js';
import { startAlone, type Alone, type ForeignS3 } from '../redshift-alone.js';
import { note, print } from './output.js';

const S3_VARIABLES = [
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'TIDEMARK_REDSHIFT_BUCKET_REGIONS',
];

export async function redshift(options: { dir: string; port: string; json?: boolean }): Promise<void> {
  const port = portOf(options.port);
  const s3 = foreignS3(process.env);
  const abort = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        abort.abort();
        resolve();
      });
  });
  const log = (line: string): void => note(`local: ${line}`);
  const alone = await startAlone({ dir: options.dir, port, s3, log, signal: abort.signal });
  if (options.json === true) print(JSON.stringify(facts(alone, s3)));
  else print(lines(alone, s3).join('\n'));
  note('Ctrl-C ends it.');
  await signalled;
  await alone.stop();
  note('The Redshift emulator is down.');
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new LocalStackError(`--port ${text}: a port between 1 and 65535 is needed.`, { exitCode: 2 });
  return port;
}

/** Another S3 is meant as soon as its endpoint is said. */
function foreignS3(environment: NodeJS.ProcessEnv): ForeignS3 | undefined {
  if (environment['S3_ENDPOINT'] === undefined) return undefined;
  return Object.fromEntries(S3_VARIABLES.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

function facts({ redshift: { host, port, user, password, database }, s3 }: Alone, foreign: ForeignS3 | undefined) {
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = s3;
  const own = { endpoint, region, bucket, accessKeyId, secretAccessKey };
  return { host, port, user, password, database, s3: foreign ? { endpoint: foreign['S3_ENDPOINT'] } : own };
}

function lines({ redshift: { host, port, user, password, database }, s3 }: Alone, foreign: ForeignS3 | undefined) {
  return [
    `redshift  ${host}:${port}  user ${user}  password ${password}  database ${database}`,
    ...(foreign
      ? [`s3        ${foreign['S3_ENDPOINT'] ?? ''}  (S3_ENDPOINT)`]
      : [
          `s3        ${s3.endpoint}  region ${s3.region}  bucket ${s3.bucket}`,
          `          ${s3.accessKeyId} / ${s3.secretAccessKey}`,
        ]),
    '',
    `PGPASSWORD=${password} psql -h ${host} -p ${port} -U ${user} ${database}`,
  ];
}
