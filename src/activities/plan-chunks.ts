// Step: the next key ranges of a pass, from the index alone.
import type { CutChunksInput, CutChunksResult } from '../contract/activity-types.js';
import type { Step } from './support/activity-context.js';
import type { House } from './support/pipeline-resources.js';
import { told } from './support/load-run-settings.js';

export function cutChunks(house: House) {
  return async ({ ref, pass, after, maxRanges }: CutChunksInput, step: Step): Promise<CutChunksResult> => {
    const rooms = house.of(ref.pipeline);
    const { settings, shape } = await told(rooms, ref);
    return rooms.source.cutChunks(shape, pass, after, { rowsPerFile: settings.rowsPerFile, maxRanges }, step.signal);
  };
}
