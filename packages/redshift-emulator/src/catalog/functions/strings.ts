// Redshift's string functions and regular expressions, as SQL text. Positions are characters, in a database of bytes.

// `i` is for any case, `e` for the first parenthesis; `c` and `p` change nothing here.
const FLAGS = `CASE WHEN strpos(parameters, 'i') > 0 THEN 'i' ELSE 'c' END`;
const GROUP = `CASE WHEN strpos(parameters, 'e') > 0 THEN 1 ELSE 0 END`;
const FUNCTION = 'CREATE OR REPLACE FUNCTION pg_catalog.';
const BODY = 'LANGUAGE sql IMMUTABLE STRICT AS $$';

export const STRING_FUNCTIONS: readonly string[] = [
  `${FUNCTION}emulator_strpos(source text, part text) RETURNS integer ${BODY}
SELECT CASE strpos(source, part) WHEN 0 THEN 0 ELSE pg_catalog.len(left(source, strpos(source, part) - 1)) + 1 END$$`,
  `${FUNCTION}charindex(part text, source text) RETURNS integer ${BODY}
SELECT pg_catalog.emulator_strpos(source, part)$$`,
  `${FUNCTION}replicate(source text, n integer) RETURNS text ${BODY} SELECT repeat(source, n) $$`,
  `${FUNCTION}emulator_regexp_substr(source text, pattern text, position_ integer DEFAULT 1, occurrence integer DEFAULT 1,
  parameters text DEFAULT 'c') RETURNS text ${BODY}
SELECT coalesce(regexp_substr(source, pattern, position_, occurrence, ${FLAGS}, ${GROUP}), '')$$`,
  `${FUNCTION}emulator_regexp_count(source text, pattern text, position_ integer DEFAULT 1, parameters text DEFAULT 'c')
  RETURNS integer ${BODY}
SELECT regexp_count(source, pattern, position_, ${FLAGS})$$`,
  `${FUNCTION}emulator_regexp_instr(source text, pattern text, position_ integer DEFAULT 1, occurrence integer DEFAULT 1,
  option integer DEFAULT 0, parameters text DEFAULT 'c') RETURNS integer ${BODY}
SELECT regexp_instr(source, pattern, position_, occurrence, option, ${FLAGS}, ${GROUP})$$`,
  // Every match, and $1 for what a parenthesis found.
  `${FUNCTION}emulator_regexp_replace(source text, pattern text, replacement text DEFAULT '', position_ integer DEFAULT 1,
  parameters text DEFAULT 'c') RETURNS text ${BODY}
SELECT regexp_replace(source, pattern, regexp_replace(replacement, '\\$(\\d)', '\\\\\\1', 'g'), position_, 0, ${FLAGS})$$`,
  `${FUNCTION}strtol(digits text, base integer) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE total numeric := 0; digit integer; letters text := lower(btrim(digits)); sign integer := 1;
BEGIN
  IF base < 2 OR base > 36 THEN RAISE EXCEPTION 'Invalid base: %', base USING ERRCODE = '22023'; END IF;
  IF left(letters, 1) IN ('-', '+') THEN
    sign := CASE WHEN left(letters, 1) = '-' THEN -1 ELSE 1 END;
    letters := substr(letters, 2);
  END IF;
  IF base = 16 AND left(letters, 2) = '0x' THEN letters := substr(letters, 3); END IF;
  FOR at IN 1 .. length(letters) LOOP
    digit := strpos('0123456789abcdefghijklmnopqrstuvwxyz', substr(letters, at, 1)) - 1;
    IF digit < 0 OR digit >= base THEN
      RAISE EXCEPTION 'The input % is not valid to be converted to base %', digits, base USING ERRCODE = '22P02';
    END IF;
    total := total * base + digit;
  END LOOP;
  RETURN (sign * total)::bigint;
END$$`,
];
