// Checks a filter: a condition on a row's own columns, true or false whatever the time, the session or other rows are.

const FUNCTIONS = new Set(
  (
    'abs ceil ceiling char_length character_length coalesce concat concat_ws crc32 date date_add date_format date_sub ' +
    'datediff day dayofmonth dayofweek dayofyear find_in_set floor from_unixtime greatest hour if ifnull in instr isnull ' +
    'json_contains json_extract json_unquote json_valid json_value lcase least left length locate lower ltrim md5 ' +
    'microsecond minute mod month nullif octet_length quarter regexp_like replace right round rtrim sha1 sha2 sign second ' +
    'strcmp substr substring substring_index time timestampdiff to_days trim truncate ucase upper week weekday year'
  ).split(' '),
);
/** What may stand before "(" and calls nothing; CAST's types take a length. */
const KEYWORDS = new Set(
  'and or not xor is like between case when then else div interval regexp rlike cast convert as binary char decimal'.split(
    ' ',
  ),
);
const REFUSED = new Set(
  (
    'select union intersect except into procedure limit order group having with window over values exists match for lock ' +
    'current_timestamp current_date current_time current_user localtime localtimestamp utc_timestamp utc_date utc_time ' +
    'default insert update delete set call do'
  ).split(' '),
);

const TOKEN =
  /\s+|'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|[\p{L}_$][\p{L}\p{N}_$]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|--|\/\*|[\s\S]/giuy;

/** Why it can't be a filter, null when it can. Columns and syntax are left to the server. */
export function whereClauseError(filter: string): string | null {
  let depth = 0;
  const tokens = [...filter.matchAll(TOKEN)].map(([token]) => token).filter((token) => !/^\s+$/.test(token));
  if (tokens.length === 0) return 'it is empty';
  for (const [at, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return 'a ")" closes nothing';
    if (['--', '/*', '#'].includes(token)) return 'it has a comment';
    if (["'", '"', '`'].includes(token)) return `a ${token} is not closed`;
    if ([';', '@', '?', '\\'].includes(token)) return `"${token}" is not allowed`;
    const why = wordError(token.toLowerCase(), tokens[at + 1] === '(', tokens[at + 2] === ')');
    if (why !== null) return why;
  }
  return depth > 0 ? 'a "(" is not closed' : null;
}

function wordError(word: string, called: boolean, empty: boolean): string | null {
  if (!/^[\p{L}_$]/u.test(word)) return null;
  if (REFUSED.has(word))
    return `"${word.toUpperCase()}" is not allowed: a filter looks at the row alone, and at no clock`;
  if (!called || KEYWORDS.has(word)) return null;
  if (FUNCTIONS.has(word) && !empty) return null;
  return `the function ${word.toUpperCase()}() is not allowed: a filter must say the same of a row at any time`;
}
