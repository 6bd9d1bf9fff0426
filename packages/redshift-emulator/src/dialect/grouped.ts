// What a statement tells apart by which columns: Redshift's planner takes a declared PRIMARY KEY for unique there.
import { quoteIdentifier } from '../sql/cursor.js';
import type { Statement } from '../sql/statements.js';
import type { Token } from '../sql/tokens.js';

export interface Grouping {
  /** Every table that the statement reads. */
  readonly tables: readonly string[];
  readonly columns: readonly string[];
}

const STARTS_TABLE = new Set(['from', 'join', 'using']);
const ENDS_COLUMNS = new Set(['from', 'having', 'order', 'limit', 'rows', 'range', 'union']);

/** Null when it neither groups, nor partitions, nor asks for distinct rows. */
export function groupingOf({ tokens }: Statement): Grouping | null {
  const starts = tokens.flatMap((token, at) => (startsColumns(token, tokens[at + 1]) ? [at + 1] : []));
  if (starts.length === 0) return null;
  const columns = starts.flatMap((at) => namesFrom(tokens, at));
  const tables = tokens.flatMap((token, at) => (isWord(token) && STARTS_TABLE.has(token.value) ? [at + 1] : []));
  return { tables: tables.flatMap((at) => tableAt(tokens, at)), columns };
}

const isWord = (token: Token | undefined): boolean => token?.kind === 'word';
const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted';

const startsColumns = (token: Token, next: Token | undefined): boolean =>
  isWord(token) &&
  (token.value === 'distinct' ||
    ((token.value === 'group' || token.value === 'partition') && isWord(next) && next?.value === 'by'));

function namesFrom(tokens: readonly Token[], start: number): string[] {
  const names: string[] = [];
  for (const token of tokens.slice(start)) {
    if ((isWord(token) && ENDS_COLUMNS.has(token.value)) || (token.kind === 'symbol' && token.value === ')')) break;
    if (isName(token)) names.push(token.value);
  }
  return names;
}

function tableAt(tokens: readonly Token[], start: number): string[] {
  const parts: string[] = [];
  for (let at = start; isName(tokens[at]); at += 2) {
    parts.push(quoteIdentifier(tokens[at]?.value ?? ''));
    if (tokens[at + 1]?.value !== '.') break;
  }
  return parts.length === 0 ? [] : [parts.join('.')];
}
