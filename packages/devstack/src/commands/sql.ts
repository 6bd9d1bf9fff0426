// tidemark local sql: runs a statement at the local MySQL (as its admin) or Redshift (as Tidemark's own account).
import { LocalStackError, sentenceOf } from '../failure.js';
import { runMysql, runRedshift, type SqlResult } from '../run-sql.js';
import { runningStack } from './running-stack.js';
import { note, print } from './output.js';
import { tableLines } from './table-lines.js';

export async function sql(server: string, statement: string, options: { dir: string; json?: boolean }): Promise<void> {
  if (server !== 'mysql' && server !== 'redshift')
    throw new LocalStackError(`local sql ${server}: write mysql or redshift.`, { exitCode: 2 });
  const stack = runningStack(options.dir, server);
  const results = await (
    server === 'mysql' ? runMysql(stack.mysql, statement) : runRedshift(stack.redshift, statement)
  ).catch((error: unknown) => {
    throw new LocalStackError(`${server}: ${sentenceOf(error)}`, { cause: error });
  });
  if (options.json === true) print(JSON.stringify(results.length === 1 ? plain(results[0]) : results.map(plain)));
  else for (const result of results) show(result);
}

function plain(result: SqlResult | undefined): unknown {
  if (result?.columns === undefined) return { rowsAffected: result?.rowsAffected ?? 0 };
  const { columns, rows } = result;
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
}

function show(result: SqlResult): void {
  if (result.columns === undefined) {
    note(`${result.rowsAffected} row${result.rowsAffected === 1 ? '' : 's'} affected`);
    return;
  }
  for (const line of tableLines(result.columns, result.rows)) print(line);
}
