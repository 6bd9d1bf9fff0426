// Bundles the workflow code at build time, so that a worker starts in a second and two workers serve the same bytes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const { code } = await bundleWorkflowCode({
  workflowsPath: beside('./workflows/index.js'),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(beside('./workflow-bundle.cjs'), code);
