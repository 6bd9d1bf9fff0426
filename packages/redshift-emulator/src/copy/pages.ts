// Decodes the pages of column chunks into physical values, with no logical conversion, and refuses pages of version 2.
import { gunzipSync } from 'node:zlib';
import type { DecodedArray, FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage, readDataPage } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import * as errors from '../errors.js';
import { fileColumns } from './parquet.js';

/** INT64 values come as pairs of 32-bit words, low before high: a bigint for each would be garbage by the million. */
export type Values = ArrayLike<unknown>;

export interface Page {
  readonly rows: number;
  /** 1 where there is a value, 0 for NULL; empty when there is no NULL. */
  readonly levels: readonly number[];
  /** Without the NULLs. */
  readonly values: Values;
}

const COMPRESSORS = {
  GZIP: (input: Uint8Array, length: number) => new Uint8Array(gunzipSync(input, { maxOutputLength: length })),
};

/** The pages of each column of one row group; `bytes` is the whole file. */
export function readPages(metadata: FileMetaData, group: RowGroup, bytes: Uint8Array, file: string): Page[][] {
  return fileColumns(metadata).map((element, index) => {
    const chunk = group.columns[index]?.meta_data;
    if (chunk === undefined) throw errors.corruptFile(file, `no data for column ${element.name}`);
    const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    const end = start + Number(chunk.total_compressed_size);
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
    try {
      return readChunk(view, element, chunk.codec, file);
    } catch (error) {
      if (error instanceof errors.RedshiftError) throw error;
      throw errors.corruptFile(file, error instanceof Error ? error.message : String(error));
    }
  });
}

type Codec = NonNullable<RowGroup['columns'][number]['meta_data']>['codec'];

function readChunk(view: DataView, element: SchemaElement, codec: Codec, file: string): Page[] {
  const pages: Page[] = [];
  let dictionary: DecodedArray = [];
  const reader = { view, offset: 0 };
  while (reader.offset < view.byteLength) {
    const header = parquetHeader(reader);
    const packed = new Uint8Array(view.buffer, view.byteOffset + reader.offset, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (header.type === 'DATA_PAGE_V2') throw errors.unsupportedEncoding(file, element.name, header.type);
    const page = decompressPage(packed, header.uncompressed_page_size, codec, COMPRESSORS);
    if (header.dictionary_page_header !== undefined) {
      const plain = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
      dictionary = readPlain(plain, typeOf(element), header.dictionary_page_header.num_values, element.type_length);
    } else if (header.data_page_header !== undefined) {
      const { num_values: rows, encoding } = header.data_page_header;
      const data = readDataPage(page, header.data_page_header, decoder(element, codec));
      const decoded = encoding.endsWith('_DICTIONARY')
        ? Array.from(data.dataPage, (key) => dictionary[Number(key)] as unknown)
        : data.dataPage;
      pages.push({
        rows,
        levels: data.definitionLevels ?? [],
        values: element.type === 'INT64' ? words(decoded) : decoded,
      });
    }
  }
  return pages;
}

function typeOf(element: SchemaElement): NonNullable<SchemaElement['type']> {
  if (element.type === undefined) throw new Error(`column ${element.name} is a group`);
  return element.type;
}

type Decoder = Parameters<typeof readDataPage>[2];

function decoder(element: SchemaElement, codec: Codec): Decoder {
  const root = { children: [], count: 0, element: { name: 'schema', repetition_type: 'REQUIRED' as const }, path: [] };
  const leaf = { children: [], count: 0, element, path: [element.name] };
  return {
    pathInSchema: [element.name],
    type: typeOf(element),
    element,
    schemaPath: [root, leaf],
    codec,
  } as unknown as Decoder;
}

function words(values: ArrayLike<unknown>): Int32Array {
  const longs = values instanceof BigInt64Array ? values : BigInt64Array.from(values as ArrayLike<bigint>);
  return new Int32Array(longs.buffer, longs.byteOffset, longs.length * 2);
}
