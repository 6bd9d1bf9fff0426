// Step: the accepted files of a page, stored as a segment, so that the workflow's history need not hold them.
import type { RecordPageInput } from '../contract/activity-types.js';
import type { StoredList } from '../contract/files.js';
import { writeSegment } from '../s3/run/file-list.js';
import type { House } from './support/pipeline-resources.js';

export function recordPage(house: House) {
  return async (input: RecordPageInput): Promise<StoredList> => {
    const { store, config } = house.of(input.ref.pipeline);
    return writeSegment(store, config.s3.prefix, input);
  };
}
