// The part of parquetjs-lite that is used here: it has no types of its own.
declare module 'parquetjs-lite' {
  /** Thrift's 64-bit integer: its number by `Number(…)`. */
  type Int64 = number | { valueOf(): number };

  export interface FileMetaData {
    readonly num_rows: Int64;
    readonly row_groups: readonly { readonly num_rows: Int64 }[];
  }

  export class ParquetEnvelopeReader {
    /** `read` answers the bytes from `offset` on; it is asked for the trailer first, then for the footer. */
    constructor(read: (offset: number, length: number) => Promise<Buffer>, close: () => void, fileSize: number);
    /** Throws bare strings. */
    readFooter(): Promise<FileMetaData>;
  }
}
