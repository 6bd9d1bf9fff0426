// Reads the footer of a Parquet file for COPY and checks what it says about storage.
import { parquetMetadata, type FileMetaData, type SchemaElement } from 'hyparquet';
import * as errors from '../errors.js';

const MAGIC = 'PAR1';
const ENCODINGS = new Set<string>(['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE', 'BIT_PACKED']);
const CODECS = new Set<string>(['UNCOMPRESSED', 'SNAPPY', 'GZIP']);

/** The footer's bytes that must be at hand: the metadata, its length and the magic. */
export function footerLength(tail: Uint8Array, file: string): number {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const magic = bytes.toString('latin1', Math.max(0, bytes.length - 4));
  if (magic !== MAGIC || bytes.length < 12) throw errors.invalidVersion(file, magic.replaceAll(/[^\x20-\x7e]/g, '?'));
  return bytes.readUInt32LE(bytes.length - 8) + 8;
}

export function readFooter(tail: Uint8Array, file: string): FileMetaData {
  try {
    return parquetMetadata(tail, { geoparquet: false });
  } catch (error) {
    throw errors.corruptFile(file, error instanceof Error ? error.message : String(error));
  }
}

/** The columns of the top level, in file order. */
export function fileColumns(metadata: FileMetaData): SchemaElement[] {
  const columns: SchemaElement[] = [];
  for (let at = 1; at < metadata.schema.length; at = endOf(metadata.schema, at)) {
    const element = metadata.schema[at];
    if (element !== undefined) columns.push(element);
  }
  return columns;
}

function endOf(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = schema[at]?.num_children ?? 0; child > 0; child--) next = endOf(schema, next);
  return next;
}

/** Codec and encodings as the footer lists them. */
export function checkStorage(metadata: FileMetaData, file: string): void {
  for (const { meta_data: chunk } of metadata.row_groups.flatMap((group) => group.columns)) {
    if (chunk === undefined) throw errors.corruptFile(file, 'a column chunk without metadata');
    const column = chunk.path_in_schema.join('.');
    if (!CODECS.has(chunk.codec)) throw errors.unsupportedCodec(file, column, chunk.codec);
    const encoding = chunk.encodings.find((name) => !ENCODINGS.has(name));
    if (encoding !== undefined) throw errors.unsupportedEncoding(file, column, encoding);
    // Not every writer lists its pages; those of the others are found when they are decoded.
    if (chunk.encoding_stats?.some(({ page_type: page }) => page === 'DATA_PAGE_V2') === true)
      throw errors.unsupportedEncoding(file, column, 'DATA_PAGE_V2');
  }
}
