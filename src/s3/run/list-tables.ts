// Which tables a pipeline has in S3.
import { pipelineFolder, type TableName, tableFolder, watermarkKey } from '../../contract/names.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Tables with a watermark under the prefix, by name. Folders that Tidemark did not name are left out. */
export async function listTables(store: ObjectStore, prefix: string, pipeline: string): Promise<TableName[]> {
  const tables: TableName[] = [];
  const root = pipelineFolder(prefix, pipeline);
  for await (const folder of store.folders(root)) {
    const table = decoded(folder.slice(root.length, -1));
    if (table === null || tableFolder(prefix, pipeline, table) !== folder) continue;
    if ((await store.head(watermarkKey(prefix, pipeline, table))) !== null) tables.push(table);
  }
  return tables.sort();
}

function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
