// Step: the next key ranges of a pass, from the index alone.
import type { CutChunksInput, CutChunksResult } from '../contract/steps.js';
import type { Step } from './border.js';
import type { House } from './rooms.js';
import { told } from './run-files.js';

export function cutChunks(house: House) {
  return async ({ ref, pass, after, maxRanges }: CutChunksInput, step: Step): Promise<CutChunksResult> => {
    const rooms = house.of(ref.pipeline);
    const { settings, shape } = await told(rooms, ref);
    return rooms.source.cutChunks(shape, pass, after, { rowsPerFile: settings.rowsPerFile, maxRanges }, step.signal);
  };
}
