// What AWS's drivers ask of the catalog beyond the tables of this database: external schemas, other databases.

// There is nothing external here: the columns are the documented ones, and no row has them.
const empty = (view: string, columns: string): string =>
  `CREATE OR REPLACE VIEW pg_catalog.${view} AS SELECT ${columns
    .split(', ')
    .map((column) => column.replace(/^(\w+) (.*)$/, 'NULL::$2 AS $1'))
    .join(', ')} WHERE false`;

const DATABASE = 'current_database()::varchar(128)';

export const DRIVER_VIEWS: Readonly<Record<string, string>> = {
  svv_external_schemas: empty(
    'svv_external_schemas',
    'esoid oid, eskind smallint, schemaname name, esowner integer, databasename text, esoptions text',
  ),
  svv_external_tables: empty(
    'svv_external_tables',
    'redshift_database_name text, schemaname text, tablename text, tabletype text, location text, input_format text, ' +
      'output_format text, serialization_lib text, serde_parameters text, compressed integer, parameters text',
  ),
  svv_external_columns: empty(
    'svv_external_columns',
    'redshift_database_name text, schemaname text, tablename text, columnname text, external_type text, ' +
      'columnnum integer, part_key integer, is_nullable text',
  ),
  svv_redshift_databases: `CREATE OR REPLACE VIEW pg_catalog.svv_redshift_databases AS
SELECT datname::varchar(128) AS database_name, datdba::integer AS database_owner, 'local'::varchar(32) AS database_type,
  NULL::varchar(128) AS database_acl, NULL::varchar(128) AS database_options, 'Snapshot Isolation'::varchar(128) AS database_isolation_level
FROM pg_database WHERE NOT datistemplate`,
  svv_all_schemas: `CREATE OR REPLACE VIEW pg_catalog.svv_all_schemas AS
SELECT ${DATABASE} AS database_name, nspname::varchar(128) AS schema_name, nspowner::integer AS schema_owner,
  'local'::varchar(128) AS schema_type, NULL::varchar(128) AS schema_acl, NULL::varchar(128) AS source_database, NULL::varchar(128) AS schema_option
FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'`,
  svv_all_tables: `CREATE OR REPLACE VIEW pg_catalog.svv_all_tables AS
SELECT table_catalog AS database_name, table_schema AS schema_name, table_name,
  (CASE WHEN table_type = 'BASE TABLE' THEN 'TABLE' ELSE table_type END)::varchar(128) AS table_type,
  NULL::varchar(128) AS table_acl, remarks FROM pg_catalog.svv_tables`,
  svv_all_columns: `CREATE OR REPLACE VIEW pg_catalog.svv_all_columns AS
SELECT table_catalog AS database_name, table_schema AS schema_name, table_name, column_name, ordinal_position, column_default,
  is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale, remarks FROM pg_catalog.svv_columns`,
};

export const DRIVER_FUNCTIONS: readonly string[] = [
  // Views without schema binding are not built.
  `CREATE OR REPLACE FUNCTION pg_catalog.pg_get_late_binding_view_cols() RETURNS SETOF record LANGUAGE sql STABLE AS $$
SELECT NULL::name, NULL::name, NULL::name, NULL::varchar, NULL::integer WHERE false$$`,
];
