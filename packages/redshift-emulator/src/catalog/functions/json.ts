// Redshift's functions on JSON in VARCHAR, and on SUPER, as SQL text.

const FUNCTION = 'CREATE OR REPLACE FUNCTION pg_catalog.';

/** A function whose last argument says that invalid JSON is NULL, not an error. */
const forgiving = (name: string, parameters: string, result: string, expression: string): string =>
  `${FUNCTION}${name}(source text, ${parameters}null_if_invalid boolean DEFAULT false) RETURNS ${result} LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN ${expression};
EXCEPTION WHEN invalid_text_representation OR invalid_parameter_value THEN
  IF null_if_invalid THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'JSON parsing error' USING ERRCODE = 'XX000', DETAIL = 'invalid json: ' || source;
END$$`;

const validity = (name: string, kind: string): string =>
  `${FUNCTION}${name}(source text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN json_typeof(source::json) = '${kind}';
EXCEPTION WHEN invalid_text_representation THEN RETURN false;
END$$`;

export const JSON_FUNCTIONS: readonly string[] = [
  forgiving('emulator_json_path', 'path text[], ', 'text', 'source::json #>> path'),
  forgiving(
    'json_extract_array_element_text',
    'at integer, ',
    'text',
    `CASE WHEN at >= 0 THEN source::json ->> at END`,
  ),
  forgiving('emulator_json_array_length', '', 'integer', 'json_array_length(source::json)'),
  validity('is_valid_json', 'object'),
  validity('is_valid_json_array', 'array'),
  `${FUNCTION}json_parse(source text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT source::jsonb $$`,
  `${FUNCTION}json_serialize(source jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT source::text $$`,
];
