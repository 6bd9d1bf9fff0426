// Step: the upper bound of a pass, proven against running statements and uncommitted rows.
import type { FixBoundInput, FixBoundResult } from '../contract/steps.js';
import type { Step } from './border.js';
import type { House } from './rooms.js';
import { told } from './run-files.js';

export function fixBound(house: House) {
  return async ({ ref, position }: FixBoundInput, step: Step): Promise<FixBoundResult> => {
    const rooms = house.of(ref.pipeline);
    const { settings, shape } = await told(rooms, ref);
    const { strategy, cursorZone, lagSeconds } = settings;
    return rooms.source.fixBound(shape, { strategy, cursorZone, lagSeconds }, position, step.signal);
  };
}
