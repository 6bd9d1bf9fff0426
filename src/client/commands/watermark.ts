// tidemark watermark get: the stored object, as it is.
import { fullName } from '../../contract/table-id.js';
import { toStored } from '../../s3/watermark/stored-watermark.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CommandError } from '../errors.js';
import { openConfig, pipelineOf, type TableOptions } from '../command-context.js';
import { watermarkLines } from '../render/watermark.js';
import { outputTo } from '../output.js';
import { watermarkOf } from '../read-watermark.js';

export async function watermarkGet(options: TableOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const watermark = await watermarkOf(pipelineOf(openConfig(options), options.pipeline), options.table);
  if (watermark === null) throw new CommandError(`${fullName(options.table)} has no watermark: it was never synced`);
  say.data(toStored(watermark));
  for (const line of watermarkLines(watermark)) say.line(line);
  return EXIT.done;
}
