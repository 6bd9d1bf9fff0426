// Cuts SQL text into tokens; positions are kept so that edits can be made by position.

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'param' | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  /** As written, except: words lower-cased, quoted identifiers unquoted and lower-cased, strings without their quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

// Sticky and without groups: `test` moves lastIndex and allocates nothing. An insert of 5 MB has millions of tokens.
const SPACE = /\s+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y;
const PARAM = /\$\d+/y;
const FENCE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const SYMBOL = /::|:=|<=|>=|<>|!=|\|\||[\s\S]/y;

/** Unterminated strings and comments end with the text or come out as symbols: the database says what is wrong. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    const blank = endOfBlank(sql, at);
    if (blank > at) {
      at = blank;
      continue;
    }
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function endOf(expression: RegExp, sql: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(sql) ? expression.lastIndex : at;
}

/** White space and comments. */
function endOfBlank(sql: string, at: number): number {
  if (sql.startsWith('--', at)) {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end;
  }
  return sql.startsWith('/*', at) ? endOfComment(sql, at) : endOf(SPACE, sql, at);
}

function tokenAt(sql: string, start: number): Token {
  const first = sql.charAt(start);
  const prefixed = sql.charAt(start + 1) === "'";
  if (first === "'") return quotedAt(sql, start, start, "'", 'string') ?? symbolAt(sql, start);
  if (first === '"') return quotedAt(sql, start, start, '"', 'quoted') ?? symbolAt(sql, start);
  if (prefixed && (first === 'e' || first === 'E')) return escapedAt(sql, start) ?? wordAt(sql, start);
  if (prefixed && (first === 'n' || first === 'N'))
    return quotedAt(sql, start, start + 1, "'", 'string') ?? wordAt(sql, start);
  if (first === '$') return dollarAt(sql, start) ?? symbolAt(sql, start);
  const word = endOf(WORD, sql, start);
  if (word > start) return { kind: 'word', value: sql.slice(start, word).toLowerCase(), start, end: word };
  const number = endOf(NUMBER, sql, start);
  return number > start
    ? { kind: 'number', value: sql.slice(start, number), start, end: number }
    : symbolAt(sql, start);
}

function wordAt(sql: string, start: number): Token {
  const end = endOf(WORD, sql, start);
  return { kind: 'word', value: sql.slice(start, end).toLowerCase(), start, end };
}

function symbolAt(sql: string, start: number): Token {
  const end = endOf(SYMBOL, sql, start);
  return { kind: 'symbol', value: sql.slice(start, end), start, end };
}

/** A doubled quote stands for one. */
function quotedAt(
  sql: string,
  start: number,
  open: number,
  quote: string,
  kind: 'string' | 'quoted',
): Token | undefined {
  let end = sql.indexOf(quote, open + 1);
  let doubled = false;
  while (end >= 0 && sql.charAt(end + 1) === quote) {
    doubled = true;
    end = sql.indexOf(quote, end + 2);
  }
  if (end < 0) return undefined;
  const inside = sql.slice(open + 1, end);
  const text = doubled ? inside.replaceAll(quote + quote, quote) : inside;
  return { kind, value: kind === 'quoted' ? text.toLowerCase() : text, start, end: end + 1 };
}

/** `E'…'`, with backslashes. */
function escapedAt(sql: string, start: number): Token | undefined {
  let value = '';
  for (let at = start + 2; at < sql.length; at++) {
    const char = sql.charAt(at);
    if (char === '\\') value += sql.charAt(++at);
    else if (char !== "'") value += char;
    else if (sql.charAt(at + 1) === "'") value += sql.charAt(++at);
    else return { kind: 'string', value, start, end: at + 1 };
  }
  return undefined;
}

function dollarAt(sql: string, start: number): Token | undefined {
  const param = endOf(PARAM, sql, start);
  if (param > start) return { kind: 'param', value: sql.slice(start, param), start, end: param };
  const inside = endOf(FENCE, sql, start);
  if (inside === start) return undefined;
  const fence = sql.slice(start, inside);
  const end = sql.indexOf(fence, inside);
  return end < 0 ? undefined : { kind: 'string', value: sql.slice(inside, end), start, end: end + fence.length };
}

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  for (let depth = 1; depth > 0;) {
    const found = mark.exec(sql);
    if (found === null) return sql.length;
    depth += found[0] === '/*' ? 1 : -1;
  }
  return mark.lastIndex;
}
