// Opens Parquet for COPY: footer and page checks, and physical values column by column, with no logical conversion.
import { gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetRead, type DecodedArray, type FileMetaData, type SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
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
  }
}

/** Walks the page headers: data pages of version 2 are outside what Redshift documents. */
export function checkPages(metadata: FileMetaData, bytes: Uint8Array, file: string): void {
  for (const { meta_data: chunk } of metadata.row_groups.flatMap((group) => group.columns)) {
    if (chunk === undefined) continue;
    let at = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    const end = at + Number(chunk.total_compressed_size);
    while (at < end) {
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + at, end - at), offset: 0 };
      const header = parquetHeader(reader);
      if (header.type === 'DATA_PAGE_V2') {
        throw errors.unsupportedEncoding(file, chunk.path_in_schema.join('.'), header.type);
      }
      at += reader.offset + header.compressed_page_size;
    }
  }
}

/** The same footer for a reader that must neither convert values nor look columns up by name. */
export function physicalMetadata(metadata: FileMetaData): FileMetaData {
  const columns = new Map(fileColumns(metadata).map((element, index) => [element, String(index)]));
  return {
    ...metadata,
    schema: metadata.schema.map((element) => {
      const physical = { ...element, name: columns.get(element) ?? element.name };
      delete physical.converted_type;
      delete physical.logical_type;
      return physical;
    }),
    row_groups: metadata.row_groups.map((group) => ({
      ...group,
      columns: group.columns.map(({ meta_data: chunk, ...rest }, index) => ({
        ...rest,
        ...(chunk !== undefined && { meta_data: { ...chunk, path_in_schema: [String(index)] } }),
      })),
    })),
  };
}

/** A run of rows for which each column's values are one array. */
export interface Run {
  readonly rows: number;
  /** Per column: its array and where the run starts in it. */
  readonly columns: readonly { values: DecodedArray; start: number }[];
}

/** Decodes one row group; pages of columns end at different rows, so it comes as several runs. */
export async function readGroup(metadata: FileMetaData, bytes: Uint8Array, from: number, to: number): Promise<Run[]> {
  const pages: { values: DecodedArray; start: number; end: number }[][] = [];
  await parquetRead({
    metadata,
    file: {
      byteLength: bytes.length,
      slice: (start, end) =>
        bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + (end ?? bytes.length)) as ArrayBuffer,
    },
    rowStart: from,
    rowEnd: to,
    utf8: false,
    compressors: { GZIP: (input, length) => new Uint8Array(gunzipSync(input, { maxOutputLength: length })) },
    onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
      (pages[Number(columnName)] ??= []).push({ values: columnData, start: rowStart, end: rowEnd });
    },
  });
  // The reader hands the last chunks over a tick after it resolves.
  await new Promise((resolve) => setImmediate(resolve));
  return intersect(pages, from, to);
}

function intersect(pages: { values: DecodedArray; start: number; end: number }[][], from: number, to: number): Run[] {
  const runs: Run[] = [];
  const at = pages.map(() => 0);
  for (let row = from; row < to;) {
    const current = pages.map((column, index) => column[at[index] ?? 0]);
    let end = to;
    for (const page of current) {
      if (page === undefined || row >= page.end) throw new Error('fewer values than rows in a column');
      end = Math.min(end, page.end);
    }
    runs.push({
      rows: end - row,
      columns: current.map((page) => ({ values: page?.values ?? [], start: row - (page?.start ?? 0) })),
    });
    current.forEach((page, index) => {
      if (page?.end === end) at[index] = (at[index] ?? 0) + 1;
    });
    row = end;
  }
  return runs;
}
