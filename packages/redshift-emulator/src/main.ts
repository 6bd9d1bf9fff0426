// The process: reads the environment, listens, says `ready <port>`, ends at once on SIGTERM.
import { startStandIn } from './server.js';
import { readSettings } from './settings.js';

try {
  const { port } = await startStandIn(readSettings(process.env));
  process.stdout.write(`ready ${port}\n`);
} catch (error) {
  process.stderr.write(
    `the Redshift stand-in cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
