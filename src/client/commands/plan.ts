// tidemark plan: how a table would be read, and whether a sync could start; asks MySQL, and Redshift where it answers; reads no row.
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, pipelineOf, type TableOptions } from '../command-context.js';
import { planLines } from '../render/plan.js';
import { outputTo } from '../output.js';

export async function plan(options: TableOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const pipeline = pipelineOf(openConfig(options), options.pipeline);
  const { planTable } = await import('../../operations/plan.js');
  const planned = await planTable(pipeline, options.table);
  say.data(planned);
  for (const line of planLines(planned)) say.line(line);
  return planned.refused === null ? EXIT.done : EXIT.input;
}
