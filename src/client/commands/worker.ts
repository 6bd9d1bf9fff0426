// tidemark worker: serves the task queue until it is stopped.
import { temporalConnection } from '../../temporal/connection.js';
import { CommandError, reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { type CommonOptions, openConfig } from '../command-context.js';

export async function worker(options: CommonOptions): Promise<ExitCode> {
  const config = openConfig(options);
  const { connectionOptions, namespace, taskQueue } = temporalConnection(config);
  const { address } = connectionOptions;
  // Loaded here: the drivers and the native core are of no use to the other commands.
  const { runWorker } = await import('../../operations/worker.js');
  const began = { polling: false };
  try {
    await runWorker(config, {
      onReady: () => {
        began.polling = true;
        process.stdout.write(
          `worker polls task queue ${taskQueue} at ${address}, namespace ${namespace} (pid ${process.pid})\n`,
        );
      },
    });
    return EXIT.done;
  } catch (error) {
    if (began.polling) throw error;
    throw new CommandError(
      `the worker could not start at Temporal ${address}, namespace ${namespace}: ${inWords(reasonOf(error))}. ` +
        `Check temporal.address and temporal.namespace in ${config.path}; a local one starts with: tidemark local up --detach`,
    );
  }
}

/** The native core shows an error as it is built; what it says is inside. */
function inWords(reason: string): string {
  const message = /message: "([^"]+)"/.exec(reason)?.[1] ?? reason;
  return message.replace(/\.$/, '');
}
