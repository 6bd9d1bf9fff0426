// Clauses of Redshift's SELECT in the words of PostgreSQL: TOP, APPROXIMATE, subqueries without a name.
import type { Edit } from '../sql/statements.js';
import type { Token } from '../sql/tokens.js';
import { closing, isSymbol, isWord } from './calls/call.js';

const SET_OPERATIONS = ['union', 'intersect', 'except', 'minus'];
// What may follow a subquery of FROM that has no name.
const BEHIND_SUBQUERY = new Set(
  (
    'where group order having limit offset union intersect except minus on using join left right inner full cross natural ' +
    'window for when set'
  ).split(' '),
);

export function clauseEdits(tokens: readonly Token[], at: number): Edit[] {
  const token = tokens[at];
  if (token?.kind !== 'word') return [];
  if (token.value === 'approximate' && startsAggregate(tokens[at + 1])) return [drop(token, tokens[at + 1])];
  if (token.value === 'top') return topEdits(tokens, at);
  if (token.value === 'minus' && isSelect(tokens[at + 1])) return [{ ...span(token), text: 'EXCEPT' }];
  if (token.value === 'from' || token.value === 'join') return nameEdits(tokens, at + 1);
  return [];
}

const span = (token: Token): { start: number; end: number } => ({ start: token.start, end: token.end });
const drop = (token: Token, next: Token | undefined): Edit => ({
  start: token.start,
  end: next?.start ?? token.end,
  text: '',
});
const isSelect = (token: Token | undefined): boolean => isWord(token, 'select') || isSymbol(token, '(');
const startsAggregate = (token: Token | undefined): boolean =>
  isWord(token, 'count') || isWord(token, 'percentile_disc') || isWord(token, 'percentile_cont');

/** `SELECT TOP n …` limits its own query. */
function topEdits(tokens: readonly Token[], at: number): Edit[] {
  const [top, number, before] = [tokens[at], tokens[at + 1], tokens[at - 1]];
  const first = isWord(before, 'select') || isWord(before, 'distinct') || isWord(before, 'all');
  if (top === undefined || !first || (number?.kind !== 'number' && number?.kind !== 'param')) return [];
  const last = tokens[endOfQuery(tokens, at) - 1] ?? number;
  return [drop(top, tokens[at + 2]), { start: last.end, end: last.end, text: ` LIMIT ${number.value}` }];
}

function endOfQuery(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    if (isSymbol(token, '(')) depth++;
    if (isSymbol(token, ')') && --depth < 0) return at;
    if (depth === 0 && token?.kind === 'word' && SET_OPERATIONS.includes(token.value)) return at;
  }
  return tokens.length;
}

/** `FROM (SELECT …)` needs no name there. */
function nameEdits(tokens: readonly Token[], open: number): Edit[] {
  if (!isSymbol(tokens[open], '(') || !(isWord(tokens[open + 1], 'select') || isWord(tokens[open + 1], 'with')))
    return [];
  const end = closing(tokens, open);
  const [last, next] = end === undefined ? [] : [tokens[end], tokens[end + 1]];
  if (last === undefined) return [];
  const named = next?.kind === 'quoted' || (next?.kind === 'word' && !BEHIND_SUBQUERY.has(next.value));
  return named ? [] : [{ start: last.end, end: last.end, text: ` AS subquery_${last.end}` }];
}
