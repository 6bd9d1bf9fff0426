// The configuration that a stack writes for Tidemark, so that every table can be synced with nothing set by hand.
import { join } from 'node:path';
import { bucket, database, host, region, user } from '../stack-context.js';
import type { Ports } from '../processes/ports.js';
import type { Secrets } from './secrets.js';

export const configPath = (dir: string): string => join(dir, 'tidemark.yaml');

/** YAML; strings that could be read as something else are quoted as JSON, which is YAML too. */
export function configText(ports: Ports, secrets: Secrets): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `# Written by "tidemark local up", and again at every start: your changes here would be lost.
temporal: { address: ${quoted(`${host}:${ports.temporal}`)}, namespace: default, taskQueue: tidemark }
source: { host: ${host}, port: ${ports.mysql}, user: ${user}, password: ${quoted(secrets.mysqlReader)} }
s3:
  bucket: ${bucket}
  prefix: tidemark
  region: ${region}
  endpoint: ${quoted(`http://${host}:${ports.s3}`)}
  accessKeyId: ${quoted(secrets.s3AccessKeyId)}
  secretAccessKey: ${quoted(secrets.s3SecretAccessKey)}
  forcePathStyle: true
target:
  host: ${host}
  port: ${ports.redshift}
  database: ${database}
  user: ${user}
  password: ${quoted(secrets.redshift)}
  iamRole: arn:aws:iam::000000000000:role/local
  ssl: false
  createTarget: ifMissing
tables: { "*.*": {} }
`;
}
