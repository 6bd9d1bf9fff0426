// tidemark local fill: makes a table of the local MySQL, or adds rows to it.
import { LocalStackError } from '../failure.js';
import { fillTable } from '../fill.js';
import { runningStack } from './running-stack.js';
import { note, print } from './output.js';

export async function fill(options: {
  dir: string;
  table: string;
  rows: string;
  seed: string;
  json?: boolean;
}): Promise<void> {
  const { mysql } = runningStack(options.dir, 'mysql');
  const filled = await fillTable({
    mysql,
    table: options.table,
    rows: wholeNumber('--rows', options.rows, 1),
    seed: wholeNumber('--seed', options.seed, 0),
    progress: ({ rows, of, seconds }) => note(`${options.table}: ${rows} of ${of} rows, ${seconds.toFixed(1)} s`),
  });
  const { table, rows, firstId, lastId, created, seconds } = filled;
  if (options.json === true) print(JSON.stringify(filled));
  else
    print(
      `${table}: ${rows} rows ${created ? 'in a new table' : 'added'}, id ${firstId} to ${lastId}, ${seconds.toFixed(1)} s`,
    );
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (!(number >= least))
    throw new LocalStackError(`${option} ${text}: a whole number of at least ${least} is needed.`, { exitCode: 2 });
  return number;
}
