// Which tables a pipeline has in S3.
import { pipelineFolder, tableFolder, watermarkKey } from '../../contract/names.js';
import { fullName, parseTableId, type TableId } from '../../contract/table-id.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Tables with a watermark under the prefix, by name. Folders that Tidemark did not name are left out. */
export async function listTables(store: ObjectStore, prefix: string, pipeline: string): Promise<TableId[]> {
  const tables: TableId[] = [];
  const root = pipelineFolder(prefix, pipeline);
  for await (const folder of store.folders(root)) {
    const table = decoded(folder.slice(root.length, -1));
    if (table === null || tableFolder(prefix, pipeline, table) !== folder) continue;
    if ((await store.head(watermarkKey(prefix, pipeline, table))) !== null) tables.push(table);
  }
  return tables.sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
}

function decoded(name: string): TableId | null {
  try {
    return parseTableId(decodeURIComponent(name));
  } catch {
    return null;
  }
}
