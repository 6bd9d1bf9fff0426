// One call of a function in a statement: its arguments, and the clauses behind it.
import type { Token } from '../../sql/tokens.js';

export interface Call {
  readonly name: string;
  readonly arguments: readonly (readonly Token[])[];
  /** Within the parentheses of `WITHIN GROUP (…)`, `OVER (…)`; undefined without the clause. */
  readonly withinGroup: readonly Token[] | undefined;
  readonly over: readonly Token[] | undefined;
  /** How many tokens the call has, and how many with its clauses. */
  readonly length: number;
  readonly lengthWithClauses: number;
}

export const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === 'symbol' && token.value === symbol;
export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.value === word;

/** Where the parenthesis that opens here is closed; undefined when it never is. */
export function closing(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (isSymbol(tokens[at], '(')) depth++;
    if (isSymbol(tokens[at], ')') && --depth === 0) return at;
  }
  return undefined;
}

// A name behind one of these is a table's, and what follows in parentheses are its columns.
const BEFORE_TABLE = ['into', 'table', 'exists', 'view', 'update', 'references'];

/** Undefined where no function is called. */
export function callAt(tokens: readonly Token[], at: number): Call | undefined {
  const name = tokens[at];
  if (name?.kind !== 'word' || !isSymbol(tokens[at + 1], '(') || isSymbol(tokens[at - 1], '.')) return undefined;
  if (BEFORE_TABLE.some((word) => isWord(tokens[at - 1], word))) return undefined;
  const end = closing(tokens, at + 1);
  if (end === undefined) return undefined;
  const within =
    isWord(tokens[end + 1], 'within') && isWord(tokens[end + 2], 'group') ? clause(tokens, end + 3) : undefined;
  const behind = within?.end ?? end;
  const over = isWord(tokens[behind + 1], 'over') ? clause(tokens, behind + 2) : undefined;
  return {
    name: name.value,
    arguments: split(tokens.slice(at + 2, end)),
    withinGroup: within?.tokens,
    over: over?.tokens,
    length: end - at + 1,
    lengthWithClauses: (over?.end ?? behind) - at + 1,
  };
}

function clause(tokens: readonly Token[], open: number): { tokens: readonly Token[]; end: number } | undefined {
  const end = isSymbol(tokens[open], '(') ? closing(tokens, open) : undefined;
  return end === undefined ? undefined : { tokens: tokens.slice(open + 1, end), end };
}

/** At the commas outside of parentheses. */
function split(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let part: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, '(')) depth++;
    if (isSymbol(token, ')')) depth--;
    if (depth === 0 && isSymbol(token, ',')) {
      parts.push(part);
      part = [];
    } else part.push(token);
  }
  return tokens.length === 0 ? [] : [...parts, part];
}
