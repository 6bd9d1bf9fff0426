// Rewrites the footer of a Parquet file, so that it says of its data what no writer would say.
import { parquetMetadata, type FileMetaData, type SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

const MAGIC = Buffer.from('PAR1');
const TRAILER_BYTES = 8;

/** `edit` changes the metadata in place; statistics and the writer's own schema are left out. */
export function editFooter(bytes: Uint8Array, edit: (metadata: FileMetaData) => void): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { metadata_length: length, ...metadata } = parquetMetadata(Uint8Array.from(file).buffer);
  for (const { meta_data: chunk } of metadata.row_groups.flatMap((group) => group.columns)) delete chunk?.statistics;
  delete metadata.key_value_metadata;
  const edited = { ...metadata, metadata_length: length };
  edit(edited);
  const writer = new ByteWriter();
  writeMetadata(writer, edited);
  const footer = Buffer.from(writer.getBytes());
  return Buffer.concat([file.subarray(0, file.length - TRAILER_BYTES - length), footer, MAGIC]);
}

/** Changes how the footer describes one column: its type, its annotations, its repetition. */
export function describeColumn(bytes: Uint8Array, column: number, change: Partial<SchemaElement>): Uint8Array {
  return editFooter(bytes, (metadata) => {
    const element = metadata.schema[column + 1];
    if (element === undefined) throw new Error(`no column ${column}`);
    const mutable = element as Partial<Record<keyof SchemaElement, unknown>>;
    delete mutable.converted_type;
    delete mutable.logical_type;
    delete mutable.precision;
    delete mutable.scale;
    Object.assign(element, change);
    for (const group of metadata.row_groups) {
      const chunk = group.columns[column]?.meta_data;
      if (chunk !== undefined && change.type !== undefined) chunk.type = change.type;
    }
  });
}
