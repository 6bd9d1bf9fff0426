// Step: the upper bound of a pass, proven against running statements and uncommitted rows, and the walk up to it.
import type { FixBoundInput, FixBoundResult } from '../contract/activity-types.js';
import { SourceRefused } from '../mysql/errors.js';
import type { Step } from './support/activity-context.js';
import type { House } from './support/pipeline-resources.js';
import { runFile, told } from './support/load-run-settings.js';

export function fixBound(house: House) {
  return async ({ ref, position }: FixBoundInput, step: Step): Promise<FixBoundResult> => {
    const rooms = house.of(ref.pipeline);
    const { settings, shape } = await told(rooms, ref);
    const { strategy, cursorZone, lagSeconds, lookbackSeconds } = settings;
    const how = { strategy, cursorZone, lagSeconds, lookbackSeconds };
    const found = await rooms.source.fixBound(shape, how, position, step.signal);
    const { base } = await runFile(rooms, ref);
    if (strategy === 'full' && found.bound.kind === 'empty' && base > 0) {
      const why = 'it is empty now, and a full load of nothing would empty the target';
      throw new SourceRefused('EmptySource', ref.table, `${why}; if that is meant, delete the target's rows by hand`);
    }
    return found;
  };
}
