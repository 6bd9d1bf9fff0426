// Which calls are the server's own, by its kind and version: any other may be a stored function, which may write.
import type { ServerKind } from '../connection/session-settings.js';
import { type Call, callsIn } from './statement-text.js';

export interface ServerFunctions {
  readonly server: ServerKind;
  /** 80_036 for 8.0.36. */
  readonly version: number;
  /** Stored and loadable functions that this account sees, in lower case. */
  readonly own: ReadonlySet<string>;
  /** The account sees all of them: a function that isn't there is the server's. */
  readonly complete: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Functions and keywords that both have in every version that is supported. Too short a list holds a bound back; too long loses rows. */
const COMMON = words(`
abs acos addtime aes_decrypt aes_encrypt all and any as ascii asin atan atan2 avg benchmark between bin binary
bit_count bit_length by case ceil ceiling char char_length character_length charset coalesce coercibility collate
collation compress concat concat_ws connection_id conv convert convert_tz cos cot crc32 current_date current_role
current_time current_timestamp current_user database date date_format datediff datetime day dayname dayofmonth
dayofweek dayofyear decimal default degrees distinct div double else elt except exists exp export_set extractvalue
field find_in_set float floor for force format found_rows from from_base64 from_days from_unixtime get_format get_lock
greatest group having hex hour if ifnull ignore in index inet6_aton inet6_ntoa inet_aton inet_ntoa insert instr int
integer intersect interval is is_free_lock is_ipv4 is_ipv6 is_used_lock isnull join json_array json_array_append
json_array_insert json_contains json_contains_path json_depth json_extract json_insert json_keys json_length
json_merge json_merge_patch json_merge_preserve json_object json_quote json_remove json_replace json_search json_set
json_type json_unquote json_valid key last_day last_insert_id last_value lcase least left length like limit ln
localtime localtimestamp locate log log10 log2 lower lpad ltrim make_set makedate maketime master_pos_wait match
mbrcontains mbrwithin microsecond minute mod month monthname name_const not nullif oct octet_length offset on or ord
order over partition period_add period_diff pi pow power quarter quote radians rand regexp regexp_instr
regexp_replace regexp_substr release_lock repeat replace reverse right rlike round row row_count row_number rpad
rtrim schema sec_to_time second select set sha2 sign signed sin sleep some soundex space sqrt st_area st_asbinary
st_asgeojson st_astext st_aswkb st_buffer st_centroid st_contains st_distance st_geomfromgeojson st_geomfromtext
st_intersects st_length st_srid st_within st_x st_y str_to_date straight_join strcmp substring_index subtime tan then
time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_days to_seconds truncate
ucase uncompress unhex union unix_timestamp unsigned upper use user using utc_date utc_time utc_timestamp uuid
uuid_short values varchar version week weekday weekofyear weight_string when where window with xor year yearweek
`);

/** The server's only where the bracket follows at once: `count (1)` calls a user's `count`, if there is one. */
const UNSPACED = words(`
adddate bit_and bit_or bit_xor cast count curdate curtime date_add date_sub extract group_concat json_arrayagg
json_objectagg max mid min now position session_user std stddev stddev_pop stddev_samp subdate substr substring sum
sysdate system_user trim var_pop var_samp variance
cume_dist dense_rank first_value json_table lag lead median nth_value ntile percent_rank percentile_cont percentile_disc rank
`);

/** What one of them has, `:` since which version. */
const SINCE: Readonly<Record<ServerKind, ReadonlyMap<string, number>>> = {
  mariadb: versions(`
add_months:100601 chr column_add column_check column_create column_exists column_get column_json column_list
crc32c:100800 decode encode json_compact json_detailed json_equals:100700 json_exists json_loose json_normalize:100700
json_overlaps:100900 json_pretty:101003 json_query json_table:100600 json_value lengthb md5 natural_sort_key:100700 nvl nvl2
random_bytes:101000 release_all_locks:100502 rownum:100601 sformat:100700 sha sha1 sys_guid:100601 to_char:100601
`),
  mysql: versions(`
any_value bin_to_uuid format_bytes:80016 format_pico_time:80016 geometrycollection grouping gtid_subset gtid_subtract
is_uuid json_overlaps:80017 json_pretty json_schema_valid:80017 json_storage_free json_storage_size json_table json_value:80021
lateral:80014 linestring median:999999 multipoint of percentile_cont:999999 percentile_disc:999999 point polygon random_bytes regexp_like release_all_locks st_distance_sphere st_geohash
st_isvalid st_latitude:80012 st_longitude:80012 st_simplify st_transform:80013 statement_digest statement_digest_text
uuid_to_bin wait_for_executed_gtid_set
`),
};
/** No function of the server's from this version on: MySQL 9 has lost them one after the other. */
const UNTIL: Readonly<Record<ServerKind, ReadonlyMap<string, number>>> = {
  mariadb: new Map(),
  mysql: new Map([
    ['md5', 90_000],
    ['sha', 90_000],
    ['sha1', 90_000],
  ]),
};

function versions(text: string): ReadonlyMap<string, number> {
  return new Map([...words(text)].map((word) => [word.split(':')[0] ?? '', Number(word.split(':')[1] ?? 0)]));
}

/** Whether a statement calls what isn't known to be the server's own. Takes bare text. */
export function callsUnknown(text: string, functions: ServerFunctions): boolean {
  return callsIn(text).some((call) => isUnknown(call, functions));
}

function isUnknown({ name, named, spaced }: Call, { server, version, own, complete }: ServerFunctions): boolean {
  // How the server compares names that are more than ASCII is its own affair, and no function of its own has one.
  if (name === null || /[^\w$]/.test(name)) return true;
  if (own.has(name)) return true;
  if (complete) return false;
  if (named !== 'plainly') return true;
  if (spaced && UNSPACED.has(name)) return true;
  const since = SINCE[server].get(name);
  if (since !== undefined) return version < since || version >= (UNTIL[server].get(name) ?? Infinity);
  if (COMMON.has(name) || UNSPACED.has(name)) return false;
  const until = UNTIL[server].get(name);
  return until === undefined || version >= until;
}
