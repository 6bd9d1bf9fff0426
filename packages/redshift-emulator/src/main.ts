// The process: reads the environment, listens, says `ready <port>`, ends at once on SIGTERM.
import { startEmulator } from './server.js';
import { readSettings } from './settings.js';

try {
  const { port } = await startEmulator(readSettings(process.env));
  process.stdout.write(`ready ${port}\n`);
} catch (error) {
  process.stderr.write(
    `the Redshift emulator cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
