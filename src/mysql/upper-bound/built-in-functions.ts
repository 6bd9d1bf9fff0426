// Names that are followed by "(" in a SELECT and write nothing. Any other call may be a stored function, which may write.
import type { ServerKind } from '../connection/session-settings.js';

/** Functions and keywords of MySQL 8.4 and MariaDB 11. Too short a list only holds a bound back; too long would lose rows. */
const NAMES = `
abs acos adddate addtime aes_decrypt aes_encrypt all and any any_value ascii asin as atan atan2 avg between bin binary
bin_to_uuid bit_and bit_count bit_length bit_or bit_xor by case cast ceil ceiling char char_length character_length
charset coalesce coercibility collate collation column_get compress concat concat_ws connection_id conv convert
convert_tz cos cot count crc32 cume_dist curdate current_date current_role current_time current_timestamp current_user
curtime database date date_add date_format date_sub datediff datetime day dayname dayofmonth dayofweek dayofyear decimal
decode default degrees dense_rank distinct div double elt encode else except exists exp export_set extract extractvalue
field find_in_set first_value float floor for force format format_bytes from from_base64 from_days from_unixtime
geometry get_format greatest group group_concat grouping having hex hour if ifnull ignore in index inet6_aton inet6_ntoa
inet_aton inet_ntoa insert instr int integer intersect interval is isnull is_ipv4 is_ipv6 is_uuid join json_array
json_arrayagg json_array_append json_array_insert json_compact json_contains json_contains_path json_depth json_detailed
json_exists json_extract json_insert json_keys json_length json_loose json_merge json_merge_patch json_merge_preserve
json_normalize json_object json_objectagg json_overlaps json_pretty json_query json_quote json_remove json_replace
json_search json_set json_storage_size json_table json_type json_unquote json_valid json_value key lag last_day
last_insert_id last_value lcase lead least left length like limit ln localtime localtimestamp locate log log10 log2
lower lpad ltrim make_set makedate maketime max md5 median microsecond mid min minute mod month monthname name_const
not now nth_value ntile nullif nvl nvl2 oct octet_length offset on or ord order over partition percent_rank
percentile_cont percentile_disc period_add period_diff pi position pow power quarter quote radians rand random_bytes
rank regexp regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right rlike round row
row_count row_number rpad rtrim schema sec_to_time second select session_user set sha sha1 sha2 sign signed sin sleep
soundex space sqrt std stddev stddev_pop stddev_samp str_to_date strcmp subdate substr substring substring_index
subtime sum sysdate system_user tan then time time_format time_to_sec timediff timestamp timestampadd timestampdiff
to_base64 to_char to_days to_seconds trim truncate ucase uncompress unhex union unix_timestamp unsigned upper use user
using utc_date utc_time utc_timestamp uuid uuid_short uuid_to_bin values var_pop var_samp varchar variance version
week weekday weekofyear weight_string when where window with xor year yearweek benchmark found_rows sformat
st_astext st_asgeojson st_contains st_distance st_geomfromtext st_x st_y point
`;

const BUILT_IN = new Set(NAMES.trim().split(/\s+/));

/** Of these names the one server has a function, and on the other a user's own may write; MySQL 9 has no md5 and sha1. */
const MISSING: Readonly<Record<ServerKind, ReadonlySet<string>>> = {
  mysql: new Set(
    (
      'column_get decode encode json_compact json_detailed json_exists json_loose json_merge json_normalize json_query md5 ' +
      'median nvl nvl2 percentile_cont percentile_disc sformat sha sha1 to_char'
    ).split(' '),
  ),
  mariadb: new Set(
    'any_value bin_to_uuid format_bytes grouping is_uuid json_storage_size regexp_like uuid_to_bin'.split(' '),
  ),
};

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

/** A call under a quoted name, or a plain one; `"f"(…)` is one under ANSI_QUOTES. */
const CALLS = /(\.\s*)?(?:(`[^`]+`|"")|(?<![\w$\u0080-\uffff])([\w$\u0080-\uffff]+))\s*\(/g;

/** Whether a statement calls what isn't known to be built in: `f(…)`, `schema.f(…)`. Takes bare text. */
export function callsUnknown(statement: string, server: ServerKind): boolean {
  for (const [, qualified, quoted, plain] of statement.matchAll(CALLS)) {
    // A number before a bracket, as in `IN 5 (`, is no name.
    if (plain !== undefined && /^\d+$/.test(plain)) continue;
    if (qualified !== undefined || quoted !== undefined) return true;
    if (plain === undefined) continue;
    const name = plain.toLowerCase();
    if (!BUILT_IN.has(name) || MISSING[server].has(name)) return true;
  }
  return false;
}
