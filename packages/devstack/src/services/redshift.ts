// The Redshift emulator, a process of this project in front of PostgreSQL.
import pg from 'pg';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { database, host, postgresAdmin, region, user, type StackContext } from '../stack-context.js';
import { LocalStackError } from '../failure.js';
import { untilHealthy } from '../processes/health.js';
import type { Server } from '../processes/server.js';

const main = fileURLToPath(new URL('../../../redshift-emulator/src/main.js', import.meta.url));

export async function startRedshift(context: StackContext): Promise<Server> {
  if (!existsSync(main)) throw new LocalStackError(`redshift can't start: ${main} is not built. Type: npm run build`);
  const server = await context.launch({
    name: 'redshift',
    file: process.execPath,
    args: ['--enable-source-maps', main],
    cwd: context.dir,
    env: redshiftEnvironment(context),
  });
  await untilHealthy(server, () => askRedshift(context));
  return server;
}

function redshiftEnvironment({ ports, secrets }: Pick<StackContext, 'ports' | 'secrets'>): Record<string, string> {
  return {
    TIDEMARK_REDSHIFT_HOST: host,
    TIDEMARK_REDSHIFT_PORT: String(ports.redshift),
    TIDEMARK_REDSHIFT_BACKEND: `postgres://${postgresAdmin}:${secrets.postgresAdmin}@${host}:${ports.postgres}/${database}`,
    S3_ENDPOINT: `http://${host}:${ports.s3}`,
    S3_REGION: region,
    S3_ACCESS_KEY_ID: secrets.s3AccessKeyId,
    S3_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
  };
}

async function askRedshift({ ports, secrets }: StackContext): Promise<void> {
  const login = { host, port: ports.redshift, database, user, password: secrets.redshift };
  const client = new pg.Client({ ...login, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT 1').finally(() => client.end());
}
