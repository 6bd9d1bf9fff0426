// Step: the manifest of the accepted files, and no others; beside it the run's receipt.
import type { StoredList } from '../contract/files.js';
import type { WriteManifestInput } from '../contract/activity-types.js';
import { writeManifest as write } from '../s3/run/manifest.js';
import type { House } from './support/pipeline-resources.js';
import { runFile } from './support/load-run-settings.js';

export function writeManifest(house: House) {
  return async (input: WriteManifestInput): Promise<StoredList> => {
    const rooms = house.of(input.ref.pipeline);
    return write(rooms.store, rooms.config.s3, input, await runFile(rooms, input.ref));
  };
}
