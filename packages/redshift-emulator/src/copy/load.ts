// Streams the rows of checked Parquet files as binary COPY data, fetching the next file while one is encoded.
import * as errors from '../errors.js';
import { fieldWriter, HEADER, TRAILER_COUNT, type FieldWriter } from './binary.js';
import { checkCount, type TargetColumn } from './columns.js';
import type { CopyCommand } from './command.js';
import { checkStorage, fileColumns } from './parquet.js';
import { readPages, type Page, type Values } from './pages.js';
import { Sink } from './sink.js';
import type { SourceFile } from './sources.js';
import { ObjectChanged, storeError, type SourceStore } from './store.js';
import { checkType } from './types.js';

// Some megabytes: back-pressure is noticed that often, and a cancel request is heard.
const ROWS_BETWEEN_FLUSHES = 10_000;
// Redshift's cap of one row from any source.
const ROW_CAP_BYTES = 4 * 1024 * 1024;

/** Where the messages go, with the rows sent so far: resolves when more may be written, rejects when the receiver has failed. */
export type WriteData = (messages: readonly Uint8Array[], rows: number) => Promise<void>;

/** Refuses by footer whatever Redshift refuses. */
export function checkSources(
  sources: readonly SourceFile[],
  target: readonly TargetColumn[],
  command: CopyCommand,
): void {
  const named = command.manifest ? (sources[0]?.location.url ?? command.from) : command.from;
  for (const { https, metadata } of sources) {
    const columns = fileColumns(metadata);
    checkCount(target, columns.length, command, https);
    columns.forEach((element, index) => {
      const column = target[index];
      if (column !== undefined) checkType(column, element, { file: https, column: `${named}.${element.name}`, index });
    });
    checkStorage(metadata, https);
  }
}

/** Answers the number of rows written. Files may have fewer columns than the target (FILLRECORD): the rest is NULL. */
export async function loadFiles(
  store: SourceStore,
  sources: readonly SourceFile[],
  target: readonly TargetColumn[],
  write: WriteData,
  signal: AbortSignal,
): Promise<number> {
  const messages: Uint8Array[] = [];
  const sink = new Sink((message) => messages.push(message));
  let rows = 0;
  const flush = async (more = 0) => {
    signal.throwIfAborted();
    await write(messages.splice(0), rows + more);
  };
  sink.bytes(HEADER);
  let next = fetchFile(store, sources[0], signal);
  for (const [index, source] of sources.entries()) {
    const bytes = await next;
    next = fetchFile(store, sources[index + 1], signal);
    const writers = writersFor(source, target);
    for (const group of source.metadata.row_groups) {
      const pages = readPages(source.metadata, group, bytes, source.https);
      const columns = writers.map((writer, at) => new ColumnReader(pages[at], writer));
      await encodeGroup(columns, Number(group.num_rows), sink, flush, source.https);
      rows += Number(group.num_rows);
    }
  }
  sink.reserve(2);
  sink.int16(TRAILER_COUNT);
  sink.flush();
  await flush();
  return rows;
}

/** Runs beside the encoding of the file before it, so a failure is kept until it is asked for. */
function fetchFile(store: SourceStore, source: SourceFile | undefined, signal: AbortSignal): Promise<Uint8Array> {
  const fetched = source === undefined ? Promise.resolve(new Uint8Array()) : readWhole(store, source, signal);
  fetched.catch(() => undefined);
  return fetched;
}

async function readWhole(store: SourceStore, source: SourceFile, signal: AbortSignal): Promise<Uint8Array> {
  const stored = await store.read(source.location, signal, { etag: source.etag }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    // Overwritten since its footer was read (M12).
    throw error instanceof ObjectChanged ? errors.invalidVersion(source.https, '') : storeError(error);
  });
  if (stored === undefined) throw errors.noFileFound();
  return stored.bytes;
}

function writersFor(source: SourceFile, target: readonly TargetColumn[]): (FieldWriter | undefined)[] {
  const columns = fileColumns(source.metadata);
  return target.map((column, index) => {
    const element = columns[index];
    return element === undefined ? undefined : fieldWriter(column, element, source.https);
  });
}

/** Writes the rows of one row group; the pages of its columns may end at different rows. */
async function encodeGroup(
  columns: readonly ColumnReader[],
  rows: number,
  sink: Sink,
  flush: (rows: number) => Promise<void>,
  file: string,
): Promise<void> {
  const frame = 2 + 4 * columns.length;
  for (let row = 0; row < rows; row++) {
    const start = sink.position;
    sink.reserve(frame);
    sink.int16(columns.length);
    for (const column of columns) column.write(sink);
    const bytes = sink.position - start - frame;
    if (bytes > ROW_CAP_BYTES) throw errors.rowTooLarge(bytes, ROW_CAP_BYTES, file);
    sink.endRow();
    if (row % ROWS_BETWEEN_FLUSHES === ROWS_BETWEEN_FLUSHES - 1) await flush(row + 1);
  }
  await flush(rows);
}

/** Hands out one column of a row group, value after value. */
class ColumnReader {
  readonly #pages: readonly Page[];
  readonly #writer: FieldWriter | undefined;
  #page = -1;
  #left = 0;
  #row = 0;
  #value = 0;
  #levels: readonly number[] = [];
  #values: Values = [];

  /** Without pages the column is not in the file: NULL throughout. */
  constructor(pages: readonly Page[] | undefined, writer: FieldWriter | undefined) {
    this.#pages = pages ?? [{ rows: Infinity, levels: [], values: [] }];
    this.#writer = writer;
  }

  write(sink: Sink): void {
    while (this.#left === 0) this.#turn();
    this.#left--;
    if (this.#writer === undefined || (this.#levels.length > 0 && this.#levels[this.#row++] === 0)) {
      sink.reserve(4);
      sink.int32(-1);
    } else {
      this.#writer(sink, this.#values, this.#value++);
    }
  }

  #turn(): void {
    const page = this.#pages[++this.#page];
    if (page === undefined) throw new Error('a column has fewer values than its row group has rows');
    this.#left = page.rows;
    this.#levels = page.levels;
    this.#values = page.values;
    this.#row = 0;
    this.#value = 0;
  }
}
