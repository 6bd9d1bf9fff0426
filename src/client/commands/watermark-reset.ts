// tidemark watermark reset: the next sync of a table begins at its first row.
import { randomUUID } from 'node:crypto';
import type { Watermark } from '../../contract/watermark.js';
import { fullName } from '../../contract/table-id.js';
import { openStore } from '../../s3/objects/open-store.js';
import { changeWatermark } from '../../s3/watermark/watermark-store.js';
import { resetWatermark } from '../../s3/watermark/reset.js';
import { toStored } from '../../s3/watermark/stored-watermark.js';
import { CommandError, inputError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, pipelineOf, type TableOptions } from '../command-context.js';
import { count, counted } from '../render/text.js';
import { outputTo } from '../output.js';
import { watermarkOf } from '../read-watermark.js';

export interface ResetOptions extends TableOptions {
  readonly dropPending?: boolean;
  readonly yes?: boolean;
}

export async function watermarkReset(options: ResetOptions): Promise<ExitCode> {
  const { table } = options;
  const say = outputTo(options.json === true);
  const pipeline = pipelineOf(openConfig(options), options.pipeline);
  const before = await watermarkOf(pipeline, table);
  if (before === null)
    throw new CommandError(`${fullName(table)} has no watermark: it was never synced, so there is nothing to reset`);
  ensure(before, options);
  const store = openStore(pipeline.s3);
  let after: Watermark;
  try {
    const ref = { pipeline: pipeline.name, table, run: randomUUID() };
    after = await changeWatermark(store, pipeline.s3.prefix, ref, 'reset', (current) => {
      // Asked again: a run may have taken the table, or recorded, since.
      if (current === null || (current.ledger_base === current.seq && current.position.kind === 'none'))
        return 'unchanged';
      ensure(current, options);
      return resetWatermark(current, new Date().toISOString());
    });
  } finally {
    store.close();
  }
  say.data({ table: fullName(table), before: toStored(before), after: toStored(after) });
  say.line(`${fullName(table)} is reset: the next sync reads it from its first row, as #${after.seq + 1}.`);
  say.line(`  ${forgotten(before)}`);
  say.line(`  The target keeps its rows until then; ${next(before)}`);
  return EXIT.done;
}

/** Throws CommandError, or an input error without --yes. */
function ensure(watermark: Watermark, { table, dropPending, yes }: ResetOptions): void {
  const { lease, pending } = watermark;
  if (lease !== null) {
    throw new CommandError(
      `${fullName(table)} is held by workflow ${lease.holder.workflowId} since ${lease.since}: let it end, or cancel it, and reset then. ` +
        `If that run is known to have ended: tidemark lease break -t ${fullName(table)}`,
    );
  }
  if (pending.length > 0 && dropPending !== true) {
    throw new CommandError(
      `${fullName(table)} has ${counted(pending.length, 'manifest')} waiting to be loaded. Load: tidemark sync -t ${fullName(table)} --redshift-only; ` +
        'or give --drop-pending: their files stay in S3 and are never loaded',
    );
  }
  if (yes === true) return;
  throw inputError([
    `this would forget how far ${fullName(table)} was read: ${forgotten(watermark)} The next sync reads it all again. If so: give --yes`,
  ]);
}

function forgotten({ mysql_rows_extracted: rows, s3_file_count: files, pending }: Watermark): string {
  const dropped = pending.length === 0 ? '' : `, ${counted(pending.length, 'manifest')} of them not loaded`;
  return `${count(rows)} rows in ${counted(files, 'file')} are not counted any more${dropped}; the files stay in S3.`;
}

function next({ mode }: Watermark): string {
  if (mode === 'append') return 'empty it by hand before: an append would have them twice, and is refused.';
  if (mode === 'full') return 'the next load replaces them.';
  return 'the next loads replace them by key; rows that are gone from the source stay.';
}
