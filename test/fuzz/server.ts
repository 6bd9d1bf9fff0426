// A MariaDB of the histories' own, in a zone of its own, with the event scheduler on.
import { type SourceInstance, startInstance } from '../source-instance.js';

export interface HistoryServer extends SourceInstance {
  readonly zone: string;
}

/** `zone`: as the operating system names it. */
export async function startServer(zone: string): Promise<HistoryServer> {
  const mysqlArgs = ['--event-scheduler=ON', '--max-connections=400', '--innodb-flush-log-at-trx-commit=0'];
  return { zone, ...(await startInstance({ mysqlArgs, mysqlBufferPool: '64M', mysqlTimeZone: zone })) };
}
