// Splits a query text into its statements and applies edits by position.
import { tokenize, type Token } from './tokens.js';

/** One statement: the text it came from, and its tokens (positions in that text), without the semicolon. */
export interface Statement {
  readonly source: string;
  readonly tokens: readonly Token[];
}

/** Empty statements are left out. */
export function splitStatements(source: string): Statement[] {
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  let depth = 0;
  for (const token of tokenize(source)) {
    if (token.kind === 'symbol') {
      if (token.value === '(') depth++;
      if (token.value === ')') depth--;
      if (token.value === ';' && depth <= 0) {
        if (tokens.length > 0) statements.push({ source, tokens });
        tokens = [];
        depth = 0;
        continue;
      }
    }
    tokens.push(token);
  }
  if (tokens.length > 0) statements.push({ source, tokens });
  return statements;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The statement's own text with the edits applied; edits must not overlap. */
export function applyEdits(statement: Statement, edits: readonly Edit[]): string {
  const first = statement.tokens[0];
  const last = statement.tokens.at(-1);
  if (first === undefined || last === undefined) return '';
  let at = first.start;
  let text = '';
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += statement.source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + statement.source.slice(at, last.end);
}

export const statementText = (statement: Statement): string => applyEdits(statement, []);
