// tidemark ddl: the CREATE TABLE of a target on stdout, as it runs on Redshift; or in a file, or carried out.
import { fullName } from '../../contract/table-id.js';
import { writeFile } from 'node:fs/promises';
import { inputError, reasonOf } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, pipelineOf, type TableOptions } from '../command-context.js';

export interface DdlOptions extends TableOptions {
  readonly create?: boolean;
  readonly withSchema?: boolean;
  readonly output?: string;
}

export async function ddl(options: DdlOptions): Promise<ExitCode> {
  const { table, output, create = false, withSchema = false, json = false } = options;
  const pipeline = pipelineOf(openConfig(options), options.pipeline);
  const { ddlOf } = await import('../../operations/target-ddl.js');
  const found = await ddlOf(pipeline, table, { withSchema });
  const { target, sql } = found;
  if (output !== undefined) {
    await writeFile(output, sql).catch((error: unknown) => {
      throw inputError([`${output} can't be written: ${reasonOf(error)}`]);
    });
  } else if (!json) {
    process.stdout.write(sql);
  }
  const outcome = create ? await found.create() : null;
  if (json) process.stdout.write(`${JSON.stringify({ table: fullName(table), target, sql, outcome })}\n`);
  // On stderr: stdout is a script.
  if (outcome === 'made') process.stderr.write(`${target} is made\n`);
  if (outcome === 'there')
    process.stderr.write(`${target} is there already, and takes the columns of ${fullName(table)}\n`);
  return EXIT.done;
}
