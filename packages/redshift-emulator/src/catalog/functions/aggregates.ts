// Redshift's aggregates that PostgreSQL 15 lacks, and small numeric functions, as SQL text.

const FUNCTION = 'CREATE OR REPLACE FUNCTION pg_catalog.';
const SQL = 'LANGUAGE sql IMMUTABLE STRICT AS $$';

/** The middle value; between two, the mean of them. */
const median = (type: string, mean: string): string[] => [
  `${FUNCTION}emulator_median(gathered ${type}[]) RETURNS ${type} ${SQL}
SELECT CASE WHEN n % 2 = 1 THEN v[n / 2 + 1] ELSE ${mean} END
FROM (SELECT array_agg(x ORDER BY x) AS v, count(*)::integer AS n FROM unnest(gathered) AS x WHERE x IS NOT NULL) AS sorted WHERE n > 0$$`,
  `CREATE OR REPLACE AGGREGATE pg_catalog.median(${type}) (SFUNC = array_append, STYPE = ${type}[], INITCOND = '{}', FINALFUNC = emulator_median)`,
];
const between = 'v[n / 2] + (v[n / 2 + 1] - v[n / 2]) / 2';

export const AGGREGATES: readonly string[] = [
  ...['numeric', 'double precision', 'timestamp', 'timestamptz'].flatMap((type) => median(type, between)),
  // Whole numbers have a decimal median.
  ...['integer', 'bigint'].flatMap((type) => [
    `${FUNCTION}emulator_gather(gathered numeric[], x ${type}) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS $$ SELECT array_append(gathered, x::numeric) $$`,
    `CREATE OR REPLACE AGGREGATE pg_catalog.median(${type}) (SFUNC = emulator_gather, STYPE = numeric[], INITCOND = '{}', FINALFUNC = emulator_median)`,
  ]),
  `${FUNCTION}emulator_first(kept anyelement, x anyelement) RETURNS anyelement ${SQL} SELECT kept $$`,
  `CREATE OR REPLACE AGGREGATE pg_catalog.any_value(anyelement) (SFUNC = emulator_first, STYPE = anyelement)`,
  ...Object.entries({ dexp: 'exp', dlog1: 'ln', dlog10: 'log' }).map(
    ([name, of]) =>
      `${FUNCTION}${name}(x double precision) RETURNS double precision ${SQL} SELECT pg_catalog.${of}(x) $$`,
  ),
];

// The leader node's own words; the part after 1.0 grows with every patch.
export const VERSION_FUNCTION = `${FUNCTION}emulator_version() RETURNS text LANGUAGE sql STABLE AS $$
SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.77467'::text$$`;
