// Step: one range of rows becomes one Parquet object in S3, or several when its rows are wide. Returns what it counted.
import { randomBytes } from 'node:crypto';
import type { ChunkResult } from '../contract/files.js';
import type { ExportChunkInput } from '../contract/activity-types.js';
import { changedOrAbsent } from '../contract/value-policies.js';
import { partFile, runFolder } from '../contract/names.js';
import { positionOfRow } from '../mysql/extract/row-position.js';
import type { Row } from '../mysql/source.js';
import { exportChanges } from './checksum/export-changes.js';
import type { ActivityContext } from './support/activity-context.js';
import { FileWriter } from './support/file-writer.js';
import type { ResourceRegistry } from './support/pipeline-resources.js';
import { loadRunSettings } from './support/load-run-settings.js';
import { saltFor } from './support/hash-salt.js';

export function exportChunk(registry: ResourceRegistry) {
  return async (input: ExportChunkInput, step: ActivityContext): Promise<ChunkResult> => {
    const { ref, chunk, scan, range, limit } = input;
    const resources = registry.of(ref.pipeline);
    const { store, source, config } = resources;
    const { settings, shape } = await loadRunSettings(resources, ref);
    if (scan.kind === 'checksum') return exportChanges(registry, resources, input, step);
    const limits = { rows: settings.rowsPerFile, bytes: settings.maxFileBytes };
    const salt = saltFor(config, shape);
    const nextKey = (): string =>
      runFolder(config.s3.prefix, ref) + partFile(chunk, step.attempt, randomBytes(5).toString('hex'));

    return registry.budget.hold(settings.maxFileBytes, step.signal, async () => {
      const writer = new FileWriter(registry.encoder, store, { shape, limits, salt, nextKey, signal: step.signal });
      const read: { last: Row | null } = { last: null };
      await source.readRange(
        shape,
        scan,
        range,
        limit,
        (row) => {
          const written = writer.addRow(row);
          read.last = row;
          // Reading waits while a full file is written, so that a chunk never holds more than one.
          if (written !== undefined) step.tell({ rows: writer.rows });
          return written;
        },
        step.signal,
      );
      const files = await writer.end();
      const end = read.last === null ? null : positionOfRow(scan, shape, read.last);
      return { files, rows: writer.rows, end, ...changedOrAbsent(writer.changed) };
    });
  };
}
