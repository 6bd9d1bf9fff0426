// Streams the rows of checked Parquet files as binary COPY data, fetching the next file while one is encoded.
import * as errors from '../errors.js';
import { fieldWriter, HEADER, TRAILER_COUNT, type FieldWriter } from './binary.js';
import { checkCount, type TargetColumn } from './columns.js';
import type { CopyCommand } from './command.js';
import { checkPages, checkStorage, fileColumns, physicalMetadata, readGroup, type Run } from './parquet.js';
import { Sink } from './sink.js';
import type { SourceFile } from './sources.js';
import { storeError, type ObjectStore } from './store.js';
import { checkType } from './types.js';

/** Where the messages go: resolves when more may be written, rejects when the receiver has failed. */
export type WriteData = (messages: readonly Uint8Array[]) => Promise<void>;

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
  store: ObjectStore,
  sources: readonly SourceFile[],
  target: readonly TargetColumn[],
  write: WriteData,
  signal: AbortSignal,
): Promise<number> {
  const messages: Uint8Array[] = [];
  const sink = new Sink((message) => messages.push(message));
  const flush = async () => {
    signal.throwIfAborted();
    await write(messages.splice(0));
  };
  sink.bytes(HEADER);
  let rows = 0;
  let next = fetchFile(store, sources[0], signal);
  for (const [index, source] of sources.entries()) {
    const bytes = await next;
    next = fetchFile(store, sources[index + 1], signal);
    checkPages(source.metadata, bytes, source.https);
    const writers = writersFor(source, target);
    for await (const run of runsOf(source, bytes)) {
      encode(run, writers, sink);
      rows += run.rows;
      await flush();
    }
  }
  sink.room(2);
  sink.int16(TRAILER_COUNT);
  sink.flush();
  await flush();
  return rows;
}

/** Runs beside the encoding of the file before it, so a failure is kept until it is asked for. */
function fetchFile(store: ObjectStore, source: SourceFile | undefined, signal: AbortSignal): Promise<Uint8Array> {
  const fetched = source === undefined ? Promise.resolve(new Uint8Array()) : readWhole(store, source, signal);
  fetched.catch(() => undefined);
  return fetched;
}

async function readWhole(store: ObjectStore, source: SourceFile, signal: AbortSignal): Promise<Uint8Array> {
  const stored = await store.read(source.location, signal).catch((error: unknown) => {
    throw signal.aborted ? error : storeError(error);
  });
  if (stored === undefined) throw errors.noFileFound();
  // Overwritten since its footer was read (M12).
  if (stored.total !== source.size) throw errors.rangePastEnd();
  return stored.bytes;
}

function writersFor(source: SourceFile, target: readonly TargetColumn[]): (FieldWriter | undefined)[] {
  const columns = fileColumns(source.metadata);
  return target.map((column, index) => {
    const element = columns[index];
    return element === undefined ? undefined : fieldWriter(column, element, source.https);
  });
}

async function* runsOf(source: SourceFile, bytes: Uint8Array): AsyncGenerator<Run> {
  const metadata = physicalMetadata(source.metadata);
  let from = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const to = from + Number(count);
    try {
      yield* await readGroup(metadata, bytes, from, to);
    } catch (error) {
      if (error instanceof errors.RedshiftError) throw error;
      throw errors.corruptFile(source.https, error instanceof Error ? error.message : String(error));
    }
    from = to;
  }
}

function encode({ rows, columns }: Run, writers: readonly (FieldWriter | undefined)[], sink: Sink): void {
  const width = writers.length;
  for (let row = 0; row < rows; row++) {
    sink.room(2 + 4 * width);
    sink.int16(width);
    for (let index = 0; index < width; index++) {
      const column = columns[index];
      const value: unknown = column?.values[column.start + row];
      if (value === undefined || value === null) {
        sink.room(4);
        sink.int32(-1);
      } else {
        writers[index]?.(sink, value);
      }
    }
    sink.endRow();
  }
}
