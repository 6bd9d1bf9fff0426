// Scans the tokens of one statement; the parsers of COPY and of the DDL stand on it.
import { syntaxError } from '../errors.js';
import type { Statement } from './statements.js';
import type { Token } from './tokens.js';

/** A possibly qualified name. `text` is safe to put into SQL for the backend. */
export interface Name {
  readonly parts: readonly string[];
  readonly text: string;
}

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteLiteral = (text: string): string =>
  (text.includes('\\') ? ' E' : '') + `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

export class Cursor {
  readonly #statement: Statement;
  #at = 0;

  constructor(statement: Statement) {
    this.#statement = statement;
  }

  peek(ahead = 0): Token | undefined {
    return this.#statement.tokens[this.#at + ahead];
  }

  get ended(): boolean {
    return this.peek() === undefined;
  }

  next(): Token {
    const token = this.peek();
    if (token === undefined) throw syntaxError('');
    this.#at++;
    return token;
  }

  is(...words: string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index);
      return token?.kind === 'word' && token.value === word;
    });
  }

  /** Takes the words when all of them come next. */
  accept(...words: string[]): boolean {
    if (!this.is(...words)) return false;
    this.#at += words.length;
    return true;
  }

  isSymbol(symbol: string): boolean {
    const token = this.peek();
    return token?.kind === 'symbol' && token.value === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#at++;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.unexpected();
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  string(): string {
    const token = this.peek();
    if (token?.kind !== 'string') throw this.unexpected();
    return this.next().value;
  }

  number(): number {
    const negative = this.acceptSymbol('-');
    const token = this.peek();
    if (token?.kind !== 'number') throw this.unexpected();
    return Number(this.next().value) * (negative ? -1 : 1);
  }

  identifier(): string {
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.unexpected();
    return this.next().value;
  }

  name(): Name {
    const parts = [this.identifier()];
    while (this.acceptSymbol('.')) parts.push(this.identifier());
    return { parts, text: parts.map(quoteIdentifier).join('.') };
  }

  /** `(a, b, c)` */
  identifiers(): string[] {
    const names: string[] = [];
    this.expectSymbol('(');
    do names.push(this.identifier());
    while (this.acceptSymbol(','));
    this.expectSymbol(')');
    return names;
  }

  /** Skips one token, or a whole parenthesis when one opens here. */
  skip(): void {
    let depth = 0;
    do {
      const token = this.next();
      if (token.kind === 'symbol' && token.value === '(') depth++;
      if (token.kind === 'symbol' && token.value === ')') depth--;
    } while (depth > 0);
  }

  unexpected(): Error {
    const token = this.peek();
    return syntaxError(token === undefined ? '' : this.#statement.source.slice(token.start, token.end));
  }

  /** Where the token taken last ends in the source. */
  get lastEnd(): number {
    return this.#statement.tokens[this.#at - 1]?.end ?? 0;
  }

  /** The source text between two tokens' positions. */
  slice(start: number, end: number): string {
    return this.#statement.source.slice(start, end);
  }
}
