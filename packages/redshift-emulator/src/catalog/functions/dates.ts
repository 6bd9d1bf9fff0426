// Redshift's date and time functions, as SQL text.

const NORMALIZE = `CREATE OR REPLACE FUNCTION pg_catalog.emulator_date_part(part text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT CASE
  WHEN p IN ('y', 'yr', 'yrs', 'year', 'years') THEN 'year'
  WHEN p IN ('qtr', 'qtrs', 'quarter', 'quarters') THEN 'quarter'
  WHEN p IN ('mon', 'mons', 'month', 'months') THEN 'month'
  WHEN p IN ('w', 'week', 'weeks') THEN 'week'
  WHEN p IN ('d', 'day', 'days') THEN 'day'
  WHEN p IN ('h', 'hr', 'hrs', 'hour', 'hours') THEN 'hour'
  WHEN p IN ('m', 'min', 'mins', 'minute', 'minutes') THEN 'minute'
  WHEN p IN ('s', 'sec', 'secs', 'second', 'seconds') THEN 'second'
  WHEN p IN ('ms', 'msec', 'msecs', 'msecond', 'mseconds', 'millisec', 'millisecs', 'millisecon', 'millisecond', 'milliseconds') THEN 'millisecond'
  WHEN p IN ('us', 'usec', 'usecs', 'usecond', 'useconds', 'microsec', 'microsecs', 'microsecond', 'microseconds') THEN 'microsecond'
  WHEN p IN ('c', 'cent', 'cents', 'century', 'centuries') THEN 'century'
  WHEN p IN ('dec', 'decs', 'decade', 'decades') THEN 'decade'
  WHEN p IN ('mil', 'mils', 'millennium', 'millennia') THEN 'millennium'
  ELSE p END FROM (SELECT lower(part) AS p) AS given$$`;

// The quarter is no interval unit of PostgreSQL's.
const dateAdd = (type: string, result = type): string =>
  `CREATE OR REPLACE FUNCTION pg_catalog.dateadd(part text, n bigint, t ${type}) RETURNS ${result} LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT CASE pg_catalog.emulator_date_part(part) WHEN 'quarter' THEN t + make_interval(months => n::integer * 3)
  ELSE t + (n || ' ' || pg_catalog.emulator_date_part(part))::interval END$$`;

/** How many boundaries of the part lie between two points in time. A week begins on Sunday. */
const dateDiff = (
  type: string,
): string => `CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a ${type}, b ${type}) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT CASE p
  WHEN 'year' THEN extract(year FROM b) - extract(year FROM a)
  WHEN 'quarter' THEN (extract(year FROM b) - extract(year FROM a)) * 4 + extract(quarter FROM b) - extract(quarter FROM a)
  WHEN 'month' THEN (extract(year FROM b) - extract(year FROM a)) * 12 + extract(month FROM b) - extract(month FROM a)
  WHEN 'week' THEN floor((b::date - date '1970-01-04') / 7.0) - floor((a::date - date '1970-01-04') / 7.0)
  WHEN 'day' THEN b::date - a::date
  WHEN 'century' THEN extract(century FROM b) - extract(century FROM a)
  WHEN 'decade' THEN extract(decade FROM b) - extract(decade FROM a)
  WHEN 'millennium' THEN extract(millennium FROM b) - extract(millennium FROM a)
  ELSE round(extract(epoch FROM date_trunc(p, b) - date_trunc(p, a)) *
    CASE p WHEN 'hour' THEN 1 / 3600.0 WHEN 'minute' THEN 1 / 60.0 WHEN 'millisecond' THEN 1000 WHEN 'microsecond' THEN 1000000 ELSE 1 END)
  END::bigint FROM (SELECT pg_catalog.emulator_date_part(part) AS p) AS given$$`;

const LAST_DAY = `(date_trunc('month', t) + interval '1 month - 1 day')::date`;

export const DATE_FUNCTIONS: readonly string[] = [
  NORMALIZE,
  ...['timestamp', 'timestamptz', 'time'].map((type) => dateAdd(type)),
  dateAdd('date', 'timestamp'),
  ...['timestamp', 'timestamptz'].map(dateDiff),
  `CREATE OR REPLACE FUNCTION pg_catalog.datediff(part text, a time, b time) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT pg_catalog.datediff(part, date '2000-01-01' + a, date '2000-01-01' + b)$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.last_day(t timestamp) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ${LAST_DAY} $$`,
  // The last day of a month stays the last day.
  `CREATE OR REPLACE FUNCTION pg_catalog.add_months(t timestamp, n bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT CASE WHEN t::date = ${LAST_DAY} THEN pg_catalog.last_day(t + make_interval(months => n::integer)) + t::time
  ELSE t + make_interval(months => n::integer) END$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.months_between(a timestamp, b timestamp) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT pg_catalog.datediff('month', b, a) + CASE
  WHEN extract(day FROM a) = extract(day FROM b) OR (pg_catalog.last_day(a) = a::date AND pg_catalog.last_day(b) = b::date) THEN 0
  ELSE (extract(day FROM a) - extract(day FROM b) + (extract(epoch FROM a::time) - extract(epoch FROM b::time)) / 86400) / 31.0 END$$`,
  // The first such day after the date; two letters name a day.
  `CREATE OR REPLACE FUNCTION pg_catalog.next_day(t timestamp, name text) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT t::date + ((strpos('sumotuwethfrsa', lower(left(name, 2))) - 1) / 2 - extract(dow FROM t)::integer + 6) % 7 + 1$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.trunc(t timestamp) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT t::date $$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.date_part_year(d date) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT extract(year FROM d)::integer$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(source text, target text, t timestamp) RETURNS timestamp LANGUAGE sql STABLE STRICT AS $$
SELECT t AT TIME ZONE source AT TIME ZONE target$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.convert_timezone(target text, t timestamp) RETURNS timestamp LANGUAGE sql STABLE STRICT AS $$
SELECT t AT TIME ZONE 'UTC' AT TIME ZONE target$$`,
  // PostgreSQL is always strict about ranges.
  `CREATE OR REPLACE FUNCTION pg_catalog.to_timestamp(t text, format text, is_strict boolean) RETURNS timestamptz LANGUAGE sql STABLE STRICT AS $$
SELECT to_timestamp(t, format)$$`,
  `CREATE OR REPLACE FUNCTION pg_catalog.to_date(t text, format text, is_strict boolean) RETURNS date LANGUAGE sql STABLE STRICT AS $$
SELECT to_date(t, format)$$`,
];
