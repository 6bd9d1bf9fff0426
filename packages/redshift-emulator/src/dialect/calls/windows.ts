// LISTAGG and RATIO_TO_REPORT, whose clauses PostgreSQL writes elsewhere.
import type { Token } from '../../sql/tokens.js';
import { isWord, type Call } from './call.js';

type Render = (tokens: readonly Token[]) => string;

const EVERY_ROW = 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';

/** `LISTAGG([DISTINCT] x [, separator]) [WITHIN GROUP (ORDER BY …)] [OVER (PARTITION BY …)]` */
export function listagg(call: Call, render: Render): string | undefined {
  const { withinGroup, over } = call;
  const [first, separator] = call.arguments;
  if (first === undefined) return undefined;
  const distinct = isWord(first[0], 'distinct');
  const value = `(${render(distinct ? first.slice(1) : first)})::text`;
  const by = separator === undefined ? "''" : render(separator);
  const order = withinGroup === undefined ? '' : ` ${render(withinGroup)}`;
  if (over === undefined) {
    // PostgreSQL sorts distinct values by themselves only: which is what a query that orders by the same value means.
    const sorted = distinct && order !== '' ? ` ORDER BY ${value}${/\bdesc\b/i.test(order) ? ' DESC' : ''}` : order;
    return `string_agg(${distinct ? 'DISTINCT ' : ''}${value}, ${by}${sorted})`;
  }
  return `string_agg(${value}, ${by}) OVER (${render(over)}${order} ${order === '' ? '' : EVERY_ROW})`;
}

/** The share of a value in the sum of its window. */
export function ratioToReport(call: Call, render: Render): string | undefined {
  const [value] = call.arguments;
  if (value === undefined || call.over === undefined) return undefined;
  const text = render(value);
  return `((${text})::float8 / nullif(sum(${text}) OVER (${render(call.over)}), 0))`;
}
