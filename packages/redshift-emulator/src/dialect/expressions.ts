// Edits that hold anywhere in a statement: names fold to lower case, functions of Redshift get their counterparts.
import type { Edit } from '../sql/statements.js';
import { quoteIdentifier } from '../sql/cursor.js';
import type { Token } from '../sql/tokens.js';

// The database counts bytes (SQL_ASCII); these count characters.
const CALLS: Record<string, string> = {
  nvl: 'coalesce',
  length: 'pg_catalog.len',
  char_length: 'pg_catalog.len',
  character_length: 'pg_catalog.len',
};

export function expressionEdits(tokens: readonly Token[]): Edit[] {
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    const text = replacement(token, tokens[index - 1], tokens[index + 1]);
    if (text !== undefined) edits.push({ start: token.start, end: token.end, text });
  });
  return edits;
}

function replacement(token: Token, before: Token | undefined, after: Token | undefined): string | undefined {
  if (token.kind === 'quoted') return quoteIdentifier(token.value);
  if (token.kind !== 'word' || isSymbol(before, '.')) return undefined;
  if (isSymbol(after, '(')) return CALLS[token.value];
  // Written without parentheses.
  if (token.value === 'sysdate' && !isSymbol(after, '.')) return 'pg_catalog.sysdate()';
  return undefined;
}

const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === 'symbol' && token.value === symbol;
