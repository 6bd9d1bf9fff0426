// Edits that hold anywhere in a statement: names fold to lower case, functions of Redshift get their counterparts.
import { applyEdits, type Edit, type Statement } from '../sql/statements.js';
import { quoteIdentifier } from '../sql/cursor.js';
import type { Token } from '../sql/tokens.js';
import { callAt, isSymbol } from './calls/call.js';
import { REWRITES } from './calls/rewrite.js';
import { clauseEdits } from './clauses.js';

// The database counts bytes (SQL_ASCII); these count characters.
const CALLS: Record<string, string> = {
  nvl: 'coalesce',
  length: 'pg_catalog.len',
  char_length: 'pg_catalog.len',
  character_length: 'pg_catalog.len',
  textlen: 'pg_catalog.len',
};

export function expressionEdits({ source, tokens }: Statement): Edit[] {
  const render = (part: readonly Token[]): string => {
    const inner = { source, tokens: part };
    return applyEdits(inner, expressionEdits(inner));
  };
  const edits: Edit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const rewritten = rewriteCall(tokens, at, render);
    if (rewritten !== undefined) {
      edits.push({
        start: token.start,
        end: tokens[at + rewritten.length - 1]?.end ?? token.end,
        text: rewritten.text,
      });
      at += rewritten.length - 1;
      continue;
    }
    const text = replacement(token, tokens[at - 1], tokens[at + 1]);
    if (text !== undefined) edits.push({ start: token.start, end: token.end, text });
    else edits.push(...clauseEdits(tokens, at));
  }
  return edits;
}

const WITH_CLAUSES = new Set(['listagg', 'ratio_to_report']);

function rewriteCall(tokens: readonly Token[], at: number, render: (part: readonly Token[]) => string) {
  const name = tokens[at];
  const rewrite = name?.kind === 'word' && Object.hasOwn(REWRITES, name.value) ? REWRITES[name.value] : undefined;
  const call = rewrite && callAt(tokens, at);
  const text = call && rewrite(call, render);
  if (call === undefined || text === undefined) return undefined;
  return { text, length: WITH_CLAUSES.has(call.name) ? call.lengthWithClauses : call.length };
}

function replacement(token: Token, before: Token | undefined, after: Token | undefined): string | undefined {
  if (token.kind === 'quoted') return quoteIdentifier(token.value);
  if (token.kind !== 'word' || isSymbol(before, '.')) return undefined;
  if (isSymbol(after, '(')) return Object.hasOwn(CALLS, token.value) ? CALLS[token.value] : undefined;
  // Written without parentheses.
  if (token.value === 'sysdate' && !isSymbol(after, '.')) return 'pg_catalog.sysdate()';
  return undefined;
}
