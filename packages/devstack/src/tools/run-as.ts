// Runs a server's set-up program under the account that will run the server.
import type { UnprivilegedUser } from '../../../redshift-emulator/src/postgres/account.js';
import { kernelGuarded } from '../../../redshift-emulator/src/postgres/parent-death.js';
import { guardKind } from '../processes/parent-death-guard.js';
import { plainEnvironment } from '../processes/server.js';
import { findBinary } from '../../../redshift-emulator/src/postgres/programs.js';
import { runTool } from './run.js';

export async function runAs(
  account: UnprivilegedUser | undefined,
  file: string,
  args: string[],
  options: { cwd: string; sentence: string; input?: string },
): Promise<void> {
  const run = { cwd: options.cwd, env: plainEnvironment(options.cwd), limitMs: 180_000, input: options.input ?? '' };
  if (guardKind() === 'kernel') {
    const command = kernelGuarded(file, args, account);
    await runTool(command.file, command.args, options.sentence, run);
    return;
  }
  // Set-up programs are scripts that start others: only a program that steps down for good will do.
  const command = account ? stepDown(account, file, args) : { file, args };
  await runTool(command.file, command.args, options.sentence, run);
}

function stepDown(account: UnprivilegedUser, file: string, args: string[]): { file: string; args: string[] } {
  const su = findBinary(['runuser', 'su']) ?? 'su';
  const words = [file, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return { file: su, args: ['-s', '/bin/sh', account.name, '-c', words] };
}
