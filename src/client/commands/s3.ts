// tidemark s3 list: the data files of a table, run by run, as S3 has them.
import { fullName } from '../../contract/table-id.js';
import { isPartKey, runsFolder } from '../../contract/names.js';
import { openStore } from '../../s3/objects/open-store.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openConfig, pipelineOf, type TablesOptions } from '../command-context.js';
import { bytes, counted } from '../render/text.js';
import { outputTo } from '../output.js';
import { tablesOf } from '../read-watermark.js';

export async function s3List(options: TablesOptions): Promise<ExitCode> {
  const say = outputTo(options.json === true);
  const pipeline = pipelineOf(openConfig(options), options.pipeline);
  const { bucket, prefix } = pipeline.s3;
  const store = openStore(pipeline.s3);
  try {
    for (const table of options.table ?? (await tablesOf(pipeline))) {
      let files = 0;
      let size = 0;
      for await (const object of store.list(runsFolder(prefix, pipeline.name, table))) {
        if (!isPartKey(object.key)) continue;
        files += 1;
        size += object.bytes;
        const url = `s3://${bucket}/${object.key}`;
        say.data({ table: fullName(table), url, bytes: object.bytes, lastModified: object.lastModified.toISOString() });
        say.line(`${object.lastModified.toISOString()}  ${bytes(object.bytes).padStart(10)}  ${url}`);
      }
      say.line(`${fullName(table)}: ${counted(files, 'file')}, ${bytes(size)}`);
    }
    return EXIT.done;
  } finally {
    store.close();
  }
}
