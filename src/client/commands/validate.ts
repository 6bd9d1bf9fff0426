// tidemark validate: asks every source of a table whether they agree.
import { type ExitCode, exitOfVerdict, worst } from '../exit-code.js';
import { openConfig, pipelineOf, type TablesOptions } from '../command-context.js';
import { validationLines } from '../render/validation.js';
import { outputTo } from '../output.js';

export async function validate(options: TablesOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const config = openConfig(options);
  const pipeline = pipelineOf(config, options.pipeline);
  const { validateTables } = await import('../../operations/validate.js');
  const validations = await validateTables(config, pipeline.name, options.table ?? null);
  if (validations.length === 0)
    say.line(
      `no table of pipeline ${pipeline.name} has a watermark in s3://${pipeline.s3.bucket}/${pipeline.s3.prefix}`,
    );
  for (const validation of validations) {
    say.data(validation);
    for (const line of validationLines(validation)) say.line(line);
  }
  return worst(validations.map(({ verdict }) => exitOfVerdict(verdict)));
}
