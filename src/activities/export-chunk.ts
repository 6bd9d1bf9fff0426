// Step: one range of rows becomes one Parquet object in S3, or several when its rows are wide. Returns what it counted.
import { randomBytes } from 'node:crypto';
import type { ChunkResult, DataFile } from '../contract/files.js';
import type { ExportChunkInput } from '../contract/activity-types.js';
import { partFile, runFolder } from '../contract/names.js';
import { positionOfRow } from '../mysql/extract/row-position.js';
import type { Row } from '../mysql/source.js';
import type { FileBuilder } from '../parquet/encoder.js';
import { UnequalCounts } from '../parquet/errors.js';
import type { ActivityContext } from './support/activity-context.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { loadRunSettings } from './support/load-run-settings.js';
import { saltFor } from './support/hash-salt.js';

export function exportChunk(registry: ResourceRegistry) {
  return async ({ ref, chunk, scan, range, limit }: ExportChunkInput, step: ActivityContext): Promise<ChunkResult> => {
    const resources = registry.of(ref.pipeline);
    const { settings, shape } = await loadRunSettings(resources, ref);
    const limits = { rows: settings.rowsPerFile, bytes: settings.maxFileBytes };
    const salt = saltFor(resources.config, shape);
    const folder = runFolder(resources.config.s3.prefix, ref);

    const seal = async (file: FileBuilder): Promise<DataFile> => {
      const encoded = await file.finish();
      if (encoded.rows !== file.rows) throw new UnequalCounts(ref.table, file.rows, encoded.rows);
      const key = folder + partFile(chunk, step.attempt, randomBytes(5).toString('hex'));
      const contentType = 'application/vnd.apache.parquet';
      await resources.store.put(key, encoded.bytes, { contentType, ifNoneMatch: true, signal: step.signal });
      return { key, rows: encoded.rows, bytes: encoded.bytes.byteLength, sha256: encoded.sha256 };
    };

    return registry.budget.hold(settings.maxFileBytes, step.signal, async () => {
      const files: DataFile[] = [];
      let file = registry.encoder.startFile(shape, limits, salt);
      const read: { rows: number; last: Row | null } = { rows: 0, last: null };
      await resources.source.readRange(
        shape,
        scan,
        range,
        limit,
        (row) => {
          file.add(row);
          read.rows += 1;
          read.last = row;
          if (!file.full) return;
          const full = file;
          file = registry.encoder.startFile(shape, limits, salt);
          step.tell({ rows: read.rows });
          // Reading waits while a full file is written, so that a chunk never holds more than one.
          return seal(full).then((written) => void files.push(written));
        },
        step.signal,
      );
      if (file.rows > 0) files.push(await seal(file));
      return { files, rows: read.rows, end: read.last === null ? null : positionOfRow(scan, shape, read.last) };
    });
  };
}
