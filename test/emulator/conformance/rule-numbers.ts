// Every numbered rule that an emulator for Redshift's COPY has to keep, by the number its test's title begins with.

const range = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
const words = (prefix: string, text: string): string[] => text.split(' ').map((word) => `${prefix} ${word}`);

export const RULE_NUMBERS: readonly string[] = [
  '1.0',
  ...range('S', 12),
  ...range('M', 12),
  'M2b',
  ...range('C', 10),
  ...words(
    'types',
    'SMALLINT INTEGER BIGINT REAL DOUBLE DECIMAL DECIMAL(19) BOOLEAN DATE TIMESTAMP TIMESTAMPTZ TIME TIMETZ',
  ),
  ...words('types', 'VARCHAR CHAR VARBYTE SUPER unsigned GEOMETRY HLLSKETCH arrays UUID'),
  ...words('file', 'version encodings codec size names empty'),
  ...words('limits', 'row columns names'),
  ...words(
    'load',
    'pg_last_copy_count pg_last_copy_id last_user_query_id stl_load_commits sys_load_history stl_load_errors',
  ),
  ...range('F4.', 12),
  'keys',
];
