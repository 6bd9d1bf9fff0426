// The workflows as a worker serves them: their code and their payload converter, in one bundle.
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type LogLevel } from '@temporalio/worker';

/** Takes seconds. `level`: what is logged of it on stderr. */
export function bundleWorkflows(level: LogLevel): ReturnType<typeof bundleWorkflowCode> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.js', import.meta.url)),
    payloadConverterPath: fileURLToPath(new URL('../workflows/payload-converter.js', import.meta.url)),
    logger: new DefaultLogger(level),
  });
}
