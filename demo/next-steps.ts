// What to type to drive a table yourself, with the addresses of this stack.
import type { StackStatus } from '../packages/devstack/src/status.js';
import type { WorkerProcess } from './worker-process.js';

export function nextSteps(status: StackStatus, table: string, worker: Pick<WorkerProcess, 'pid'>): string[] {
  const { address, namespace, ui } = status.temporal;
  const at = `--address ${address} --namespace ${namespace}`;
  const id = 'by-hand-1';
  return [
    `The stack stays up, with a worker (pid ${worker.pid}) and ${table}, which was never synced. Try it yourself:`,
    '',
    `  temporal workflow start ${at} --type tableSync --task-queue tidemark --workflow-id ${id} \\`,
    `    --input '{"table":"${table}","limit":120000}'`,
    `  temporal workflow signal ${at} --workflow-id ${id} --name pause`,
    `  temporal workflow signal ${at} --workflow-id ${id} --name setRowLimit --input 1000000`,
    `  temporal workflow signal ${at} --workflow-id ${id} --name resume`,
    `  temporal workflow query ${at} --workflow-id ${id} --type progress`,
    `  temporal workflow result ${at} --workflow-id ${id}`,
    '',
    `  npx tidemark sync -t ${table} --config ${status.config}`,
    `  npx tidemark validate --config ${status.config}`,
    `  npx tidemark local down --dir ${status.dir}      ends stack and worker`,
    '',
    `Temporal UI: ${ui ?? 'none'}`,
  ];
}
