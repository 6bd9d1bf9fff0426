// The text of another session's statement: without quoted text and comments, and which functions it calls.

/** What ends only where it says so: texts, names, comments. `/*!` and `/*M!` begin what is carried out. */
const PIECES =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|\/\*M?!\d*|\/\*[\s\S]*?\*\/|\*\/|(?:#|--(?=\s|$)).*/g;
/** Under NO_BACKSLASH_ESCAPES. */
const PLAIN_PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\/\*M?!\d*|\/\*[\s\S]*?\*\/|\*\/|(?:#|--(?=\s|$)).*/g;

/** Text of a statement without comments and quoted text, which may look like anything. */
export function bare(statement: string, backslashEscapes = true): string {
  return statement.replace(backslashEscapes ? PIECES : PLAIN_PIECES, (piece) =>
    piece.startsWith('`') ? piece : piece.startsWith("'") ? "''" : piece.startsWith('"') ? '""' : ' ',
  );
}

/** Bare, in every way that the session it runs in may read it. */
export function readings(statement: string): string[] {
  return statement.includes('\\') ? [bare(statement), bare(statement, false)] : [bare(statement)];
}

export interface Call {
  /** In lower case; null for `"f"(…)`, a call under ANSI_QUOTES whose name is not kept. */
  readonly name: string | null;
  /** `schema.f(…)` or `` `f`(…) ``: then it need not be a function of the server's. */
  readonly named: 'plainly' | 'quoted' | 'qualified';
  /** `f (…)`, which the server may read as a call of another function than `f(…)`. */
  readonly spaced: boolean;
}

/** A name before a bracket: quoted, `""`, or plain. */
const CALLS = /(\.\s*)?(?:(`(?:[^`]|``)+`|"")|(?<![\w$\u0080-\uffff])([\w$\u0080-\uffff]+))(\s*)\(/g;
/** `c (a, b) AS (`, the columns of a common table expression. */
const COLUMN_LIST = /\(\s*(?:[\w$]+|`[^`]+`)(?:\s*,\s*(?:[\w$]+|`[^`]+`))*\s*\)\s*AS\s*\(/iy;
/** After a closing bracket or a text no call can stand: `(…) AS d (a, b)`, `MATCH (a) AGAINST (…)`, `'$[*]' COLUMNS (…)`. */
const AFTER_OPERAND = /(?:\)\s*(?:AS\s+)?|['"]\s*)$/i;

/** Of bare text. */
export function callsIn(text: string): Call[] {
  return [...text.matchAll(CALLS)].flatMap((match) => {
    const [whole, dot, quoted, plain, space = ''] = match;
    // A number before a bracket, as in `IN 5 (`, is no name.
    if (plain !== undefined && /^\d+$/.test(plain)) return [];
    if (dot === undefined && isNoCall(text, match.index, match.index + whole.length - 1)) return [];
    const name = plain ?? (quoted === '""' ? undefined : quoted?.slice(1, -1).replaceAll('``', '`'));
    const named = dot !== undefined ? 'qualified' : quoted !== undefined ? 'quoted' : 'plainly';
    return [{ name: name?.toLowerCase() ?? null, named, spaced: space !== '' } as const];
  });
}

function isNoCall(text: string, start: number, bracket: number): boolean {
  COLUMN_LIST.lastIndex = bracket;
  return COLUMN_LIST.test(text) || AFTER_OPERAND.test(text.slice(Math.max(0, start - 20), start));
}
