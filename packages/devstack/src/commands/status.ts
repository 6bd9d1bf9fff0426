// tidemark local status: where each server is, with its throw-away credentials.
import { resolve } from 'node:path';
import { LocalStackError } from '../failure.js';
import { readStatus, sourceName, type StackStatus } from '../status.js';
import { print } from './output.js';

export function status(options: { dir: string; json?: boolean }): Promise<void> {
  const dir = resolve(options.dir);
  const found = readStatus(dir);
  if (options.json === true) print(JSON.stringify(found ?? { up: false, dir }, null, 2));
  else if (found !== undefined && found.supervisor.pid !== null) print(statusLines(found).join('\n'));
  if (found?.up === true) return Promise.resolve();
  if (options.json === true && found?.supervisor.pid === null) {
    process.exitCode = 1;
    return Promise.resolve();
  }
  const what = found === undefined || found.supervisor.pid === null ? 'is down' : 'is not whole';
  return Promise.reject(new LocalStackError(`The local stack in ${dir} ${what}. Type: tidemark local up --detach`));
}

export function statusLines(status: StackStatus): string[] {
  const { temporal, mysql, s3, redshift } = status;
  const pid = (server: { pid: number | null }): string => (server.pid === null ? 'DOWN' : `pid ${server.pid}`);
  return [
    `temporal  ${temporal.address}  namespace ${temporal.namespace}  ${pid(temporal)}`,
    ...(temporal.ui === null ? [] : [`          ${temporal.ui}`]),
    `mysql     ${mysql.host}:${mysql.port}  ${sourceName(mysql)}  ${mysql.user} / ${mysql.password}  ${pid(mysql)}`,
    `          ${mysql.adminUser} / ${mysql.adminPassword}`,
    `s3        ${s3.endpoint}  bucket ${s3.bucket}  ${pid(s3)}`,
    `          ${s3.accessKeyId} / ${s3.secretAccessKey}`,
    `redshift  ${redshift.host}:${redshift.port}/${redshift.database}  ${redshift.user} / ${redshift.password}  ${pid(redshift)}`,
    `config    ${status.config}`,
  ];
}
