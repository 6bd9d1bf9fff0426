// Step: the accepted files of a page, stored as a file list, so that the workflow's history need not hold them.
import type { SaveFileListInput } from '../contract/activity-types.js';
import type { FileListRef } from '../contract/files.js';
import { writeFileList } from '../s3/run/file-list.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';

export function saveFileList(registry: ResourceRegistry) {
  return async (input: SaveFileListInput): Promise<FileListRef> => {
    const { store, config } = registry.of(input.ref.pipeline);
    return writeFileList(store, config.s3.prefix, input);
  };
}
