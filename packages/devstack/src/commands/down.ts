// tidemark local down: ends the stack of a folder; its data stays, unless --delete is given.
import { resolve } from 'node:path';
import { removeStack } from '../state/remove-stack.js';
import { stopStack } from '../stop-stack.js';
import { note } from './output.js';

export async function down(options: { dir: string; delete?: boolean }): Promise<void> {
  const dir = resolve(options.dir);
  const was = await stopStack(dir);
  note(was ? `The local stack in ${dir} is down.` : `The local stack in ${dir} was not up.`);
  if (options.delete !== true) return;
  const had = await removeStack(dir);
  note(had ? `Its data, logs and config are deleted.` : `There is no data of one in ${dir}.`);
}
