// Deletes what a stack keeps: its data wherever it mismatches, its memory, its logs. Whatever else is in its folder stays.
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeDataElsewhere } from '../processes/unprivileged-user.js';
import { readState } from './state.js';
import { stopStack } from '../stop-stack.js';

const KEPT = ['mysql', 'mysql-server', 'postgres', 's3', 'logs', 'state.json', 'tidemark.yaml'];
/** With what SQLite leaves beside it. */
const TEMPORAL = 'temporal.sqlite';

/** Ends the stack first. Resolves to false when there was none. `dir` is absolute. */
export async function removeStack(dir: string): Promise<boolean> {
  const was = readState(dir) !== undefined;
  await stopStack(dir);
  removeDataElsewhere(dir);
  if (!existsSync(dir)) return was;
  const own = readdirSync(dir).filter((name) => KEPT.includes(name) || name.startsWith(TEMPORAL));
  for (const name of own) rmSync(join(dir, name), { recursive: true, force: true });
  if (readdirSync(dir).length === 0) rmdirSync(dir);
  return was;
}
