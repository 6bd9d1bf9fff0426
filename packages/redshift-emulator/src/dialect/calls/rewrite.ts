// Calls that PostgreSQL's grammar or its function of the same name would take differently, written in its own way.
import { quoteLiteral } from '../../sql/cursor.js';
import type { Token } from '../../sql/tokens.js';
import type { Call } from './call.js';
import { listagg, ratioToReport } from './windows.js';

/** The text of some tokens of the statement, itself rewritten. */
export type Render = (tokens: readonly Token[]) => string;
/** What stands in the call's place; undefined leaves it alone. */
export type Rewrite = (call: Call, render: Render) => string | undefined;

const PART_SYNONYMS: Record<string, string> = {
  ...{ weekday: 'dow', dayofweek: 'dow', dw: 'dow', dayofyear: 'doy', yearday: 'doy', dy: 'doy' },
  ...{ yr: 'year', y: 'year', mon: 'month', w: 'week', d: 'day', h: 'hour', hr: 'hour', qtr: 'quarter' },
};

/** A literal is a timestamp there, where PostgreSQL would choose one with a time zone. */
const moment = (tokens: readonly Token[], render: Render): string =>
  tokens.length === 1 && tokens[0]?.kind === 'string' ? `${render(tokens)}::timestamp` : render(tokens);

const call = (name: string, parts: readonly string[]): string => `pg_catalog.${name}(${parts.join(', ')})`;

/** The part of a date is a word, not a column. */
const withDatePart =
  (name: string): Rewrite =>
  ({ arguments: [part, ...rest] }, render) => {
    const word = part?.length === 1 ? part[0] : undefined;
    if (part === undefined || word === undefined || rest.length === 0) return undefined;
    const unit = word.kind === 'word' ? quoteLiteral(PART_SYNONYMS[word.value] ?? word.value) : render(part);
    return call(name, [unit, ...rest.map((tokens) => moment(tokens, render))]);
  };

/** NULL is equal to NULL there. With two arguments it is another function, of PostgreSQL's alone. */
const decode: Rewrite = ({ arguments: parts }, render) => {
  if (parts.length < 3) return undefined;
  const [value = '', ...rest] = parts.map(render);
  const cases: string[] = [];
  for (let at = 0; at + 1 < rest.length; at += 2)
    cases.push(`WHEN (${value}) IS NOT DISTINCT FROM (${rest[at] ?? ''}) THEN ${rest[at + 1] ?? ''}`);
  const otherwise = rest.length % 2 === 1 ? ` ELSE ${rest.at(-1) ?? ''}` : '';
  return `CASE ${cases.join(' ')}${otherwise} END`;
};

const nvl2: Rewrite = ({ arguments: parts }, render) => {
  if (parts.length !== 3) return undefined;
  const [value = '', present = '', absent = ''] = parts.map(render);
  return `CASE WHEN (${value}) IS NOT NULL THEN ${present} ELSE ${absent} END`;
};

/** NULL when either is; PostgreSQL's own takes NULL for nothing. */
const concat: Rewrite = ({ arguments: parts }, render) => {
  if (parts.length !== 2) return undefined;
  return `(${parts.map((tokens) => `(${render(tokens)})::text`).join(' || ')})`;
};

const convert: Rewrite = ({ arguments: [type, value, ...more] }, render) =>
  type === undefined || value === undefined || more.length > 0
    ? undefined
    : `CAST(${render(value)} AS ${render(type)})`;

/** The backslash of a pattern is written twice there: those literals are read with escapes. */
const regexp: Rewrite = ({ name, arguments: parts }, render) =>
  call(
    `emulator_${name}`,
    parts.map((tokens) => {
      const text = render(tokens);
      return tokens.length === 1 && text.startsWith("'") && text.includes('\\') ? `E${text}` : text;
    }),
  );

const isBoolean = (tokens: readonly Token[] | undefined): boolean =>
  tokens?.length === 1 && tokens[0]?.kind === 'word' && ['true', 'false'].includes(tokens[0].value);

const jsonPath: Rewrite = ({ arguments: parts }, render) => {
  const forgiving = isBoolean(parts.at(-1));
  const [source = '', ...path] = (forgiving ? parts.slice(0, -1) : parts).map(render);
  if (path.length === 0) return undefined;
  const last = forgiving ? [render(parts.at(-1) ?? [])] : [];
  return call('emulator_json_path', [source, `ARRAY[${path.join(', ')}]::text[]`, ...last]);
};

const renamed =
  (name: string): Rewrite =>
  ({ arguments: parts }, render) =>
    call(name, parts.map(render));

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  dateadd: withDatePart('dateadd'),
  datediff: withDatePart('datediff'),
  date_part: withDatePart('date_part'),
  pgdate_part: withDatePart('date_part'),
  decode,
  nvl2,
  concat,
  convert,
  listagg,
  ratio_to_report: ratioToReport,
  regexp_substr: regexp,
  regexp_count: regexp,
  regexp_instr: regexp,
  regexp_replace: regexp,
  json_extract_path_text: jsonPath,
  json_array_length: renamed('emulator_json_array_length'),
  strpos: renamed('emulator_strpos'),
  version: renamed('emulator_version'),
};
