// Redshift's hash functions, as SQL text: SHA-1 and SHA-2, FNV-1a, CRC-32C.

const FUNCTION = 'CREATE OR REPLACE FUNCTION pg_catalog.';
const SQL = 'LANGUAGE sql IMMUTABLE STRICT AS $$';
// The bytes as they are, whatever the encoding of the database.
const BYTES = `convert_to(source, getdatabaseencoding())`;

const SHA1 = `${FUNCTION}emulator_sha1(data bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  mask CONSTANT bigint := 4294967295;
  h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
  w bigint[]; a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; t bigint; x bigint;
  padded bytea := data || '\\x80'::bytea || decode(repeat('00', (119 - octet_length(data) % 64) % 64), 'hex') || int8send(octet_length(data)::bigint * 8);
BEGIN
  FOR block IN 0 .. octet_length(padded) / 64 - 1 LOOP
    w := ARRAY[]::bigint[];
    FOR i IN 0 .. 15 LOOP
      t := block * 64 + i * 4;
      w := w || ((get_byte(padded, t::int)::bigint << 24) | (get_byte(padded, t::int + 1) << 16) | (get_byte(padded, t::int + 2) << 8) | get_byte(padded, t::int + 3));
    END LOOP;
    FOR i IN 17 .. 80 LOOP
      x := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
      w := w || (((x << 1) | (x >> 31)) & mask);
    END LOOP;
    a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
    FOR i IN 1 .. 80 LOOP
      IF i <= 20 THEN f := (b & c) | ((~b & mask) & d); k := 1518500249;
      ELSIF i <= 40 THEN f := b # c # d; k := 1859775393;
      ELSIF i <= 60 THEN f := (b & c) | (b & d) | (c & d); k := 2400959708;
      ELSE f := b # c # d; k := 3395469782; END IF;
      t := ((((a << 5) | (a >> 27)) & mask) + f + e + k + w[i]) & mask;
      e := d; d := c; c := ((b << 30) | (b >> 2)) & mask; b := a; a := t;
    END LOOP;
    h := ARRAY[(h[1] + a) & mask, (h[2] + b) & mask, (h[3] + c) & mask, (h[4] + d) & mask, (h[5] + e) & mask];
  END LOOP;
  RETURN (SELECT string_agg(lpad(to_hex(v), 8, '0'), '' ORDER BY at) FROM unnest(h) WITH ORDINALITY AS words (v, at));
END$$`;

// Castagnoli's polynomial, reflected.
const CRC32 = `${FUNCTION}crc32(source text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE crc bigint := 4294967295; data bytea := ${BYTES};
BEGIN
  FOR at IN 0 .. octet_length(data) - 1 LOOP
    crc := crc # get_byte(data, at);
    FOR bit IN 1 .. 8 LOOP
      crc := (crc >> 1) # (CASE WHEN crc & 1 = 1 THEN 2197175160 ELSE 0 END);
    END LOOP;
  END LOOP;
  RETURN lpad(to_hex(crc # 4294967295), 8, '0');
END$$`;

// Modulo 2^64, and back into a signed number.
const FNV = `${FUNCTION}emulator_fnv(data bytea, seed bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE hash bigint := seed; product numeric;
BEGIN
  FOR at IN 0 .. octet_length(data) - 1 LOOP
    product := mod((hash # get_byte(data, at))::numeric * 1099511628211, 18446744073709551616);
    IF product < 0 THEN product := product + 18446744073709551616; END IF;
    hash := CASE WHEN product >= 9223372036854775808 THEN product - 18446744073709551616 ELSE product END;
  END LOOP;
  RETURN hash;
END$$`;

const LITTLE_ENDIAN = `${FUNCTION}emulator_reversed(data bytea) RETURNS bytea ${SQL}
SELECT string_agg(substring(data FROM at FOR 1), ''::bytea ORDER BY at DESC) FROM generate_series(1, octet_length(data)) AS at$$`;

/** By type: how many bytes are hashed depends on it. */
const fnvHash = (type: string, bytes: string): string =>
  `${FUNCTION}fnv_hash(source ${type}, seed bigint DEFAULT -3750763034362895579) RETURNS bigint ${SQL}
SELECT pg_catalog.emulator_fnv(${bytes}, seed)$$`;
const NUMBERS = {
  smallint: 'int2send',
  integer: 'int4send',
  bigint: 'int8send',
  real: 'float4send',
  'double precision': 'float8send',
};

export const HASH_FUNCTIONS: readonly string[] = [
  SHA1,
  ...['sha', 'sha1', 'func_sha1'].map(
    (name) => `${FUNCTION}${name}(source text) RETURNS text ${SQL} SELECT pg_catalog.emulator_sha1(${BYTES}) $$`,
  ),
  `${FUNCTION}sha2(source text, bits integer) RETURNS text ${SQL}
SELECT encode(CASE bits WHEN 224 THEN sha224(${BYTES}) WHEN 384 THEN sha384(${BYTES}) WHEN 512 THEN sha512(${BYTES})
  WHEN 256 THEN sha256(${BYTES}) WHEN 0 THEN sha256(${BYTES}) END, 'hex')$$`,
  CRC32,
  FNV,
  LITTLE_ENDIAN,
  fnvHash('text', BYTES),
  fnvHash('boolean', `CASE WHEN source THEN '\\x01'::bytea ELSE '\\x00'::bytea END`),
  ...Object.entries(NUMBERS).map(([type, send]) => fnvHash(type, `pg_catalog.emulator_reversed(${send}(source))`)),
];
