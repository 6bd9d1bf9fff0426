// Bundles the workflow code at build time, so that a worker starts in a second and two workers serve the same bytes.
import { writeFileSync } from 'node:fs';
import { bundleWorkflows } from './workflow-bundle.js';

const { code } = await bundleWorkflows('WARN');
writeFileSync(new URL('./workflow-bundle.cjs', import.meta.url), code);
