// tidemark local up: in the foreground until Ctrl-C, or detached.
import { resolve } from 'node:path';
import { lockHolder } from '../state/lock-file.js';
import { attach } from '../attach.js';
import { startDetached } from '../processes/detach.js';
import { serve } from '../processes/serve.js';
import type { StackStatus } from '../status.js';
import { readStatus } from '../status.js';
import { note, print } from './output.js';
import { statusLines } from './status.js';

export async function up(options: { dir: string; detach?: boolean; ui: boolean; json?: boolean }): Promise<void> {
  const dir = resolve(options.dir);
  const log = (line: string): void => note(`local: ${line}`);
  const show = (status: StackStatus): void =>
    print(options.json === true ? JSON.stringify(status, null, 2) : statusLines(status).join('\n'));
  const holder = lockHolder(dir);
  if (holder !== undefined) {
    const stack = await attach(dir, holder);
    await stack.revive();
    note(`The local stack in ${dir} is already up.`);
    show(stack.status);
    return;
  }
  if (options.detach === true) {
    await startDetached({ dir, ui: options.ui, log });
    const status = readStatus(dir);
    if (status !== undefined) show(status);
    return;
  }
  await serve({ dir, ui: options.ui, log }, (stack) => {
    show(stack.status);
    note(stack.alreadyUp ? `The local stack in ${dir} is already up.` : 'Ctrl-C ends it.');
  });
  note(`The local stack in ${dir} is down.`);
}
