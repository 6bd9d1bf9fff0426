// One range of strategy `checksum`: reads all of it, and writes the rows that differ from the last run, and the keys that are gone.
import { createHash, randomBytes } from 'node:crypto';
import type { ExportChunkInput } from '../../contract/activity-types.js';
import type { ChunkResult, DataFile } from '../../contract/files.js';
import { deletesFile, partFile, rangeFile, runFolder } from '../../contract/names.js';
import { keyText } from '../../contract/key-form.js';
import type { RangeMapEntry } from '../../contract/range-map.js';
import type { TableShape } from '../../contract/table-shape.js';
import { changedOrAbsent } from '../../contract/value-policies.js';
import { RowHasher } from '../../mysql/checksum/row-hash.js';
import type { Row } from '../../mysql/source.js';
import { readRangeRows } from '../../s3/range-map/range-rows.js';
import type { ActivityContext } from '../support/activity-context.js';
import { FileWriter } from '../support/file-writer.js';
import { saltFor } from '../support/hash-salt.js';
import { loadRunSettings } from '../support/load-run-settings.js';
import type { PipelineResources, ResourceRegistry } from '../support/pipeline-resources.js';
import { RangeDiff } from './range-diff.js';

/** What a row of the last run takes, with its place in a table of keys. */
const BYTES_PER_HELD_ROW = 250;
/** Entries that may stay apart while nothing in them changes: each is an object to be fetched. */
const FEW_ENTRIES = 8;

export async function exportChanges(
  registry: ResourceRegistry,
  resources: PipelineResources,
  { ref, chunk, scan, range }: ExportChunkInput,
  step: ActivityContext,
): Promise<ChunkResult> {
  const { store, source, config } = resources;
  const { settings, shape } = await loadRunSettings(resources, ref);
  const { rowsPerFile, maxFileBytes } = settings;
  const salt = saltFor(config, shape);
  const folder = runFolder(config.s3.prefix, ref);
  const random = (): string => randomBytes(5).toString('hex');
  const writer = (shape: TableShape, nameOf: typeof partFile): FileWriter =>
    new FileWriter(registry.encoder, store, {
      ...{ shape, salt, signal: step.signal, limits: { rows: rowsPerFile, bytes: maxFileBytes } },
      nextKey: () => folder + nameOf(chunk, step.attempt, random()),
    });
  const { held = [] } = range;
  const heldRows = held.reduce((sum, { rows }) => sum + rows, 0);
  const share = maxFileBytes + (heldRows + rowsPerFile) * BYTES_PER_HELD_ROW;

  return registry.budget.hold(share, step.signal, async () => {
    const diff = new RangeDiff(await readRangeRows(store, held, shape.key.length), shape.key.length);
    const hasher = new RowHasher(JSON.stringify([shape.fingerprint, salt]));
    const keyAt = shape.key.map((name) => shape.columns.findIndex((column) => column.name === name));
    const changed = writer(shape, partFile);
    const ranges: RangeMapEntry[] = [];
    let compared = 0;

    const savePiece = async (rows: number, upTo: readonly string[] | null): Promise<void> => {
      const { body, last } = diff.take(rows);
      const object = folder + rangeFile(chunk, step.attempt, random());
      const sha256 = createHash('sha256').update(body).digest('hex');
      ranges.push({ upTo: upTo ?? textsOf(shape, last), rows, object, sha256 });
      await store.put(object, body, { ifNoneMatch: true, signal: step.signal });
    };
    const onRow = (row: Row): Promise<void> | undefined => {
      compared += 1;
      const differs = diff.add(hasher.hash(row), row, keyAt);
      const written = differs ? changed.addRow(row) : undefined;
      // What has grown is split: the object of a range stays small enough to be held.
      const full = diff.rows >= 2 * rowsPerFile;
      if (written === undefined && !full) return undefined;
      step.tell({ rows: compared });
      return full ? Promise.all([written, savePiece(rowsPerFile, null)]).then(() => undefined) : written;
    };
    await source.readRange(shape, scan, range, null, onRow, step.signal);

    const files = await changed.end();
    const deletes = settings.deletes === 'keep' ? [] : await goneFiles(diff, writer(keyShape(shape), deletesFile));
    const counted = { files, rows: changed.rows, compared, end: range.upTo, ...changedOrAbsent(changed.changed) };
    if (diff.unchanged && ranges.length === 0 && held.length <= FEW_ENTRIES) return { ...counted, ranges: held };
    // Behind the last row of an open range everything is new to the next run.
    if (diff.rows > 0) await savePiece(diff.rows, range.upTo?.key ?? null);
    return { ...counted, ...(deletes.length === 0 ? {} : { deletes }), ranges };
  });
}

async function goneFiles(diff: RangeDiff, writer: FileWriter): Promise<readonly DataFile[]> {
  for (const key of diff.gone()) await writer.add(key);
  return writer.end();
}

/** The key columns alone, in the order of the key. */
function keyShape(shape: TableShape): TableShape {
  return { ...shape, columns: shape.key.flatMap((name) => shape.columns.filter((column) => column.name === name)) };
}

/** The key as a position has it. */
function textsOf(shape: TableShape, key: readonly Buffer[]): string[] {
  const { columns } = keyShape(shape);
  return key.flatMap((value, at) => {
    const column = columns[at];
    return column === undefined ? [] : [keyText(column, value)];
  });
}
