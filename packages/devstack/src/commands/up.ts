// tidemark local up: in the foreground until Ctrl-C, or detached.
import { resolve } from 'node:path';
import { lockHolder } from '../state/lock-file.js';
import { attach } from '../attach.js';
import { requireSource } from '../prepare-stack.js';
import type { SourceKind } from '../state/state.js';
import { startDetached } from '../processes/detach.js';
import { serve } from '../processes/serve.js';
import type { StackStatus } from '../status.js';
import { readStatus } from '../status.js';
import { note, print } from './output.js';
import { statusLines } from './status.js';

export async function up(options: {
  dir: string;
  detach?: boolean;
  source?: SourceKind;
  ui: boolean;
  json?: boolean;
}): Promise<void> {
  const dir = resolve(options.dir);
  const log = (line: string): void => note(`local: ${line}`);
  const show = (status: StackStatus): void =>
    print(options.json === true ? JSON.stringify(status, null, 2) : statusLines(status).join('\n'));
  const { ui, source } = options;
  const start = { dir, ui, log, ...(source !== undefined && { source }) };
  const holder = lockHolder(dir);
  if (holder !== undefined) {
    const stack = await attach(dir, holder);
    requireSource(stack.status, options.source);
    await stack.revive();
    note(`The local stack in ${dir} is already up.`);
    show(stack.status);
    return;
  }
  if (options.detach === true) {
    await startDetached(start);
    const status = readStatus(dir);
    if (status !== undefined) show(status);
    return;
  }
  await serve(start, (stack) => {
    show(stack.status);
    note(stack.alreadyUp ? `The local stack in ${dir} is already up.` : 'Ctrl-C ends it.');
  });
  note(`The local stack in ${dir} is down.`);
}
