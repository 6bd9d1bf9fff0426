// tidemark lease break: for a holder that is known to have ended and that Temporal can't be asked about.
import { randomUUID } from 'node:crypto';
import { fullName } from '../../contract/table-id.js';
import { openStore } from '../../s3/objects/open-store.js';
import { changeWatermark } from '../../s3/watermark/watermark-store.js';
import { CommandError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, pipelineOf, type TableOptions } from '../command-context.js';
import { outputTo } from '../output.js';
import { blockerOf } from '../read-watermark.js';

export async function leaseBreak(options: TableOptions): Promise<ExitCode> {
  const { table } = options;
  const say = outputTo(options.json === true);
  const pipeline = pipelineOf(openConfig(options), options.pipeline);
  const held = await blockerOf(pipeline, table);
  if (held === null) {
    say.data({ table: fullName(table), broken: null });
    say.line(`${fullName(table)}: nobody holds it`);
    return EXIT.done;
  }
  const store = openStore(pipeline.s3);
  try {
    const ref = { pipeline: pipeline.name, table, run: randomUUID() };
    await changeWatermark(store, pipeline.s3.prefix, ref, 'leaseBreak', (current) => {
      if (current?.lease == null) return 'unchanged';
      if (current.lease.run === held.run) return { ...current, lease: null, updated_at: new Date().toISOString() };
      throw new CommandError(
        `${fullName(table)}: another run took it meanwhile: workflow ${current.lease.holder.workflowId}`,
      );
    });
  } finally {
    store.close();
  }
  say.data({ table: fullName(table), broken: held });
  say.line(
    `${fullName(table)}: the lease of workflow ${held.holder.workflowId} is broken. If that run lives after all, it will stop as LeaseLost.`,
  );
  return EXIT.done;
}
