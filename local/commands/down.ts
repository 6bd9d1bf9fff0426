// tidemark local down: ends the stack of a folder; its data stays.
import { resolve } from 'node:path';
import { stopStack } from '../stop-stack.js';
import { note } from './say.js';

export async function down(options: { dir: string }): Promise<void> {
  const dir = resolve(options.dir);
  const was = await stopStack(dir);
  note(was ? `The local stack in ${dir} is down.` : `The local stack in ${dir} was not up.`);
}
