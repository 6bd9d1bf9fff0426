// The text of the functions, views and tables that Redshift's catalog has and PostgreSQL's lacks.
import { REDSHIFT_FUNCTIONS } from './functions/all.js';
import { DRIVER_FUNCTIONS, DRIVER_VIEWS } from './driver-views.js';

const FUNCTIONS = [
  // A temporary sequence of the session: its value survives a rollback.
  `CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  SELECT last_value INTO n FROM pg_temp._rs_copy_count;
  RETURN n;
EXCEPTION WHEN undefined_table THEN RETURN 0;
END$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.pg_last_copy_id() RETURNS integer LANGUAGE sql STABLE AS $$
SELECT coalesce(nullif(current_setting('emulator.copy_id', true), ''), '-1')::integer$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.last_user_query_id() RETURNS integer LANGUAGE sql STABLE AS $$
SELECT coalesce(nullif(current_setting('emulator.user_query_id', true), ''), '-1')::integer$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE AS $$
SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.sysdate() RETURNS timestamp LANGUAGE sql STABLE AS $$
SELECT transaction_timestamp() AT TIME ZONE 'UTC'$$`,
  // Characters, in a database that counts bytes.
  `CREATE OR REPLACE FUNCTION pg_catalog.len(text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT length(convert_to($1, 'SQL_ASCII'), 'UTF8')$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.len(bytea) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT octet_length($1)$$`,
  // Redshift may answer anything there; what may be wrong is refused.
  `CREATE OR REPLACE FUNCTION pg_catalog.emulator_demand_key(named text, grouped text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE keys text[]; listed text; repeated boolean;
BEGIN
  SELECT array_agg(k), string_agg(quote_ident(k), ', ') INTO keys, listed
  FROM pg_catalog.emulator_attributes s, jsonb_array_elements_text(s.attributes::jsonb -> 'primaryKey') AS k
  WHERE s.relation = to_regclass(named);
  IF keys IS NULL OR NOT keys <@ grouped THEN RETURN; END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s GROUP BY %s HAVING count(*) > 1)', named, listed) INTO repeated;
  IF repeated THEN
    RAISE EXCEPTION 'emulator: % holds its PRIMARY KEY more than once; Redshift takes it for unique, and may answer wrongly', replace(named, '"', '') USING ERRCODE = 'XX000';
  END IF;
END$$`,
];

const TABLES = [
  // One number a start: emulators of one database share the history, and no query id.
  `CREATE SEQUENCE IF NOT EXISTS pg_catalog.emulator_starts START 1000`,
  `CREATE TABLE IF NOT EXISTS pg_catalog.emulator_attributes (relation oid PRIMARY KEY, attributes text)`,
  `GRANT SELECT, INSERT, UPDATE ON pg_catalog.emulator_attributes TO PUBLIC`,
  `CREATE TABLE IF NOT EXISTS pg_catalog.emulator_load (
  query_id bigint PRIMARY KEY, user_id oid, transaction_id bigint, session_id integer, database_name varchar(128),
  status varchar(32), table_name varchar(260), start_time timestamp, end_time timestamp, data_source varchar(1024),
  loaded_rows bigint, loaded_bytes bigint, source_file_count integer, source_file_bytes bigint, error_count bigint)`,
  `CREATE TABLE IF NOT EXISTS pg_catalog.emulator_load_file (
  query_id bigint, file_name varchar(1024), bytes_scanned bigint, lines_scanned bigint, record_time timestamp)`,
  `CREATE TABLE IF NOT EXISTS pg_catalog.emulator_load_error (
  query_id bigint, user_id oid, transaction_id bigint, session_id integer, database_name varchar(128), table_name varchar(260),
  start_time timestamp, error_code integer, error_message text)`,
  // Databases of an earlier form.
  ...['file_name', 'column_name', 'column_type', 'column_length'].map(
    (name) => `ALTER TABLE pg_catalog.emulator_load_error ADD COLUMN IF NOT EXISTS ${name} text`,
  ),
  `DROP VIEW IF EXISTS pg_catalog.sys_load_detail, pg_catalog.sys_load_error_detail`,
];

// Users see their own loads only.
const OWN = `(user_id = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))`;

// STL's query and SYS's query_id are two counts: here the one of a load is the other of the load after it.
const STL_QUERY = 'query_id + 1';

const LOAD_VIEWS = [
  `CREATE OR REPLACE VIEW pg_catalog.sys_load_history AS
SELECT user_id::integer AS user_id, query_id, transaction_id, session_id, database_name, status, table_name, start_time, end_time,
  (extract(epoch FROM end_time - start_time) * 1000000)::bigint AS duration, data_source, 'parquet'::varchar AS file_format,
  loaded_rows, loaded_bytes, source_file_count, source_file_bytes, source_file_count AS file_count_scanned,
  source_file_bytes AS file_bytes_scanned, error_count, 0::bigint AS copy_job_id
FROM pg_catalog.emulator_load WHERE ${OWN}`,
  `CREATE OR REPLACE VIEW pg_catalog.sys_load_detail AS
SELECT user_id::integer AS user_id, f.query_id, f.file_name::char(256) AS file_name, f.bytes_scanned, f.lines_scanned, f.record_time, 1 AS splits_scanned
FROM pg_catalog.emulator_load_file f JOIN pg_catalog.emulator_load USING (query_id) WHERE ${OWN}`,
  `CREATE OR REPLACE VIEW pg_catalog.sys_load_error_detail AS
SELECT user_id::integer AS user_id, query_id, transaction_id, session_id, database_name, table_name, start_time,
  file_name::varchar(256), 0::bigint AS line_number, column_name::varchar(512), column_type::varchar(10),
  column_length::varchar(10), error_code, error_message
FROM pg_catalog.emulator_load_error WHERE ${OWN}`,
  `CREATE OR REPLACE VIEW pg_catalog.stl_load_commits AS
SELECT user_id::integer AS userid, f.${STL_QUERY} AS query, 0 AS slice, f.file_name::char(256) AS name, f.file_name::char(256) AS filename,
  0 AS byte_offset, f.lines_scanned, 0 AS errors, f.record_time AS curtime, 1 AS status, 'parquet'::char(16) AS file_format
FROM pg_catalog.emulator_load_file f JOIN pg_catalog.emulator_load USING (query_id) WHERE ${OWN}`,
  // The reason's first hundred characters, as the table holds them.
  `CREATE OR REPLACE VIEW pg_catalog.stl_load_errors AS
SELECT user_id::integer AS userid, ${STL_QUERY} AS query, session_id AS session, start_time AS starttime, file_name::char(256) AS filename,
  0::bigint AS line_number, column_name::char(127) AS colname, column_type::char(10) AS type, column_length::char(10) AS col_length,
  error_code AS err_code, left(error_message, 100)::char(100) AS err_reason
FROM pg_catalog.emulator_load_error WHERE ${OWN}`,
  `CREATE OR REPLACE VIEW pg_catalog.svl_s3log AS
SELECT session_id AS pid, ${STL_QUERY} AS query, 0 AS segment, 0 AS step, 0 AS node, 0 AS slice, start_time AS eventtime, error_message AS message
FROM pg_catalog.emulator_load_error WHERE ${OWN}`,
];

const TYPE_NAME = `CASE a.atttypid WHEN 'jsonb'::regtype THEN 'super' WHEN 'bytea'::regtype THEN 'binary varying'
    ELSE format_type(a.atttypid, NULL) END`;
const COLUMNS_FROM = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN emulator_attributes s ON s.relation = c.oid`;
const VISIBLE = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND NOT pg_is_other_temp_schema(n.oid)
  AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')`;
const numbers = (cases: string) => `CASE a.atttypid ${cases} END::integer`;

const CATALOG_VIEWS = [
  `CREATE OR REPLACE VIEW pg_catalog.svv_columns AS
SELECT current_database()::varchar(128) AS table_catalog, n.nspname::varchar(128) AS table_schema,
  c.relname::varchar(128) AS table_name, a.attname::varchar(128) AS column_name, a.attnum::integer AS ordinal_position,
  (CASE WHEN a.attidentity <> '' THEN '"identity"(' || c.oid::text || ', ' || (a.attnum - 1)::text || ', ''1,1''::text)'
    ELSE pg_get_expr(d.adbin, d.adrelid) END)::varchar(4000) AS column_default,
  (CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END)::varchar(3) AS is_nullable, (${TYPE_NAME})::varchar(128) AS data_type,
  ${numbers(`WHEN 'varchar'::regtype THEN a.atttypmod - 4 WHEN 'bpchar'::regtype THEN a.atttypmod - 4`)} AS character_maximum_length,
  ${numbers(`WHEN 'int2'::regtype THEN 16 WHEN 'int4'::regtype THEN 32 WHEN 'int8'::regtype THEN 64 WHEN 'float4'::regtype THEN 24
    WHEN 'float8'::regtype THEN 53 WHEN 'numeric'::regtype THEN (a.atttypmod - 4) >> 16`)} AS numeric_precision,
  ${numbers(`WHEN 'int2'::regtype THEN 0 WHEN 'int4'::regtype THEN 0 WHEN 'int8'::regtype THEN 0
    WHEN 'numeric'::regtype THEN (a.atttypmod - 4) & 65535`)} AS numeric_scale,
  ${numbers(`WHEN 'timestamp'::regtype THEN 6 WHEN 'timestamptz'::regtype THEN 6`)} AS datetime_precision,
  NULL::varchar(256) AS remarks
${COLUMNS_FROM} WHERE c.relkind IN ('r', 'p', 'v') AND ${VISIBLE}`,
  `CREATE OR REPLACE VIEW pg_catalog.svv_tables AS
SELECT current_database()::varchar(128) AS table_catalog, n.nspname::varchar(128) AS table_schema,
  c.relname::varchar(128) AS table_name,
  (CASE WHEN c.relkind = 'v' THEN 'VIEW' WHEN n.nspname LIKE 'pg_temp%' THEN 'LOCAL TEMPORARY' ELSE 'BASE TABLE' END)::varchar(128)
    AS table_type, NULL::varchar(256) AS remarks
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v') AND ${VISIBLE}`,
  `CREATE OR REPLACE VIEW pg_catalog.pg_table_def AS
SELECT n.nspname AS schemaname, c.relname AS tablename, a.attname AS "column",
  (CASE a.atttypid WHEN 'jsonb'::regtype THEN 'super' WHEN 'bytea'::regtype THEN 'binary varying(' || coalesce(s.attributes::jsonb -> 'lengths' ->> a.attname::text, '64000') || ')'
    ELSE format_type(a.atttypid, a.atttypmod) END) AS type,
  coalesce(s.attributes::jsonb -> 'encodings' ->> a.attname::text, 'none')::varchar(32) AS encoding,
  coalesce(s.attributes::jsonb ->> 'distKey' = a.attname::text, false) AS distkey,
  coalesce((SELECT k.at FROM jsonb_array_elements_text(s.attributes::jsonb -> 'sortKeys') WITH ORDINALITY AS k (name, at)
    WHERE k.name = a.attname::text LIMIT 1), 0)::integer AS sortkey, a.attnotnull AS notnull
${COLUMNS_FROM} WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'pg_catalog' AND n.nspname = ANY (current_schemas(true))`,
  `CREATE OR REPLACE VIEW pg_catalog.svv_table_info AS
SELECT current_database()::varchar(128) AS database, n.nspname::varchar(128) AS schema, c.oid AS table_id,
  c.relname::varchar(128) AS "table",
  (CASE WHEN s.attributes::jsonb -> 'encodings' <> '{}' THEN 'Y' ELSE 'N' END)::varchar(16) AS encoded,
  (CASE WHEN s.attributes::jsonb ->> 'distKey' IS NOT NULL THEN 'KEY(' || (s.attributes::jsonb ->> 'distKey') || ')'
    WHEN s.attributes::jsonb ->> 'distStyle' IN ('ALL', 'EVEN') THEN s.attributes::jsonb ->> 'distStyle'
    ELSE 'AUTO(ALL)' END)::varchar(64) AS diststyle,
  coalesce(s.attributes::jsonb -> 'sortKeys' ->> 0, 'AUTO(SORTKEY)')::varchar(128) AS sortkey1,
  coalesce(jsonb_array_length(s.attributes::jsonb -> 'sortKeys'), 0) AS sortkey_num,
  (pg_total_relation_size(c.oid) / 1048576)::bigint AS size, pg_stat_get_live_tuples(c.oid)::numeric(38, 0) AS tbl_rows,
  pg_stat_get_live_tuples(c.oid)::numeric(38, 0) AS estimated_visible_rows
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN emulator_attributes s ON s.relation = c.oid
WHERE c.relkind = 'r' AND ${VISIBLE}`,
];

// Users see their own transactions only.
const TRANSACTIONS = `CREATE OR REPLACE VIEW pg_catalog.svv_transactions AS
SELECT a.usename::varchar(128) AS txn_owner, a.datname::varchar(128) AS txn_db, coalesce(a.backend_xid, a.backend_xmin)::text::bigint AS xid,
  a.pid, a.xact_start AT TIME ZONE 'UTC' AS txn_start, l.mode::varchar(64) AS lock_mode, l.locktype::varchar(64) AS lockable_object_type,
  l.relation::integer AS relation, l.granted
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE a.xact_start IS NOT NULL AND (a.usename = current_user OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))`;

const VIEWS = [...LOAD_VIEWS, ...CATALOG_VIEWS, TRANSACTIONS, ...Object.values(DRIVER_VIEWS)];
const GRANTS = [
  ...'svv_transactions svv_columns svv_tables pg_table_def svv_table_info sys_load_history sys_load_detail'.split(' '),
  ...'sys_load_error_detail stl_load_commits stl_load_errors svl_s3log'.split(' '),
  ...Object.keys(DRIVER_VIEWS),
].map((view) => `GRANT SELECT ON pg_catalog.${view} TO PUBLIC`);

/** In the order they are to run; all can be repeated. */
export const CATALOG: readonly string[] = [
  ...FUNCTIONS,
  ...REDSHIFT_FUNCTIONS,
  ...DRIVER_FUNCTIONS,
  ...TABLES,
  ...VIEWS,
  ...GRANTS,
];
