// The text of the functions and views that Redshift's catalog has and PostgreSQL's lacks.

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
SELECT coalesce(nullif(current_setting('standin.copy_id', true), ''), '-1')::integer$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE AS $$
SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')$$`,
  // Characters, in a database that counts bytes.
  `CREATE OR REPLACE FUNCTION pg_catalog.len(text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT length(convert_to($1, 'SQL_ASCII'), 'UTF8')$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.len(bytea) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT octet_length($1)$$`,
];

export const CATALOG: readonly string[] = [...FUNCTIONS];
