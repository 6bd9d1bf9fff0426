// Step: the manifest of the accepted files, and no others; beside it the run's extract report, and what `checksum` adds.
import type { WrittenManifest } from '../contract/files.js';
import type { WriteManifestInput } from '../contract/activity-types.js';
import { writeManifest as write } from '../s3/run/manifest.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { runFile } from './support/load-run-settings.js';

export function writeManifest(registry: ResourceRegistry) {
  return async (input: WriteManifestInput): Promise<WrittenManifest> => {
    const resources = registry.of(input.ref.pipeline);
    return write(resources.store, resources.config.s3, input, await runFile(resources, input.ref));
  };
}
