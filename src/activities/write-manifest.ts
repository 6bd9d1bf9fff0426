// Step: the manifest of the accepted files, and no others; beside it the run's receipt.
import type { StoredList } from '../contract/files.js';
import type { WriteManifestInput } from '../contract/steps.js';
import { writeManifest as write } from '../s3/manifest.js';
import type { House } from './rooms.js';
import { runFile } from './run-files.js';

export function writeManifest(house: House) {
  return async (input: WriteManifestInput): Promise<StoredList> => {
    const rooms = house.of(input.ref.pipeline);
    return write(rooms.store, rooms.config.s3, input, await runFile(rooms, input.ref));
  };
}
