// The process: reads options and environment, listens, says `ready <port>`, and ends on SIGTERM, SIGINT and SIGHUP.
import { HELP, readCommand, VERSION, type Command } from './command-line.js';
import { checkBackend } from './postgres/check-backend.js';
import { startOwnPostgres, type OwnPostgres } from './postgres/own-postgres.js';
import { startEmulator } from './server.js';
import { StartError } from './start-error.js';

let own: OwnPostgres | undefined;
let ending = false;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function run(command: Command): Promise<void> {
  if (command.backend === undefined) own = await startOwnPostgres(command.login, command.data);
  const backend = command.backend ?? own?.backend ?? '';
  for (const note of await checkBackend(backend)) process.stderr.write(`note: ${note}\n`);
  const { port } = await startEmulator({ ...command, backend });
  say(`ready ${port}`);
  if (own === undefined) return;
  const { user, password, database } = command.login;
  say(`PGPASSWORD=${password} psql -h ${command.host} -p ${port} -U ${user} ${database}`);
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await own?.close();
  process.exit(code);
}

// Before the first server is started: an early Ctrl-C must end it too.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command === 'help') process.stdout.write(HELP);
  else if (command === 'version') say(VERSION);
  else await run(command);
} catch (error) {
  process.stderr.write(
    `the Redshift emulator cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  await end(error instanceof StartError ? error.exitCode : 1);
}
