// The stack that a command wants to speak to; when it isn't up, the sentence that says how to start it.
import { resolve } from 'node:path';
import { LocalStackError } from '../failure.js';
import { readStatus, type StackStatus } from '../status.js';

export function runningStack(folder: string, server: 'mysql' | 'redshift'): StackStatus {
  const dir = resolve(folder);
  const status = readStatus(dir);
  if (status === undefined || status.supervisor.pid === null)
    throw new LocalStackError(`The local stack in ${dir} is down. Type: tidemark local up --detach`);
  if (status[server].pid === null)
    throw new LocalStackError(
      `${server} of the stack in ${dir} is down. Type: tidemark local up. Log: ${status[server].log}`,
    );
  return status;
}
