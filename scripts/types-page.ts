// npm run docs:types: prints docs/types.md from the type table.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parquetType, redshiftType } from '../src/contract/table-shape.js';
import type { SourceColumn } from '../src/mysql/schema/column-types.js';
import { TYPE_RULES, type TypeRule } from '../src/mysql/schema/type-table.js';

type Example = readonly [declared: string, facts?: Partial<SourceColumn>];

const text = (characters: number, charset = 'utf8mb4') => ({ characters, charset });

/** Columns that show what each type becomes, at each size that makes a difference. */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  tinyint: [['tinyint'], ['tinyint unsigned']],
  smallint: [['smallint'], ['smallint unsigned']],
  mediumint: [['mediumint'], ['mediumint unsigned']],
  int: [['int'], ['int unsigned']],
  bigint: [['bigint'], ['bigint unsigned']],
  bit: [
    ['bit(1) to bit(15)', { precision: 15 }],
    ['bit(16) to bit(31)', { precision: 31 }],
    ['bit(32) to bit(63)', { precision: 63 }],
    ['bit(64)', { precision: 64 }],
  ],
  decimal: [
    ['decimal(9,2)', { precision: 9, scale: 2 }],
    ['decimal(18,4)', { precision: 18, scale: 4 }],
    ['decimal(19,4)', { precision: 19, scale: 4 }],
    ['decimal(38,10)', { precision: 38, scale: 10 }],
    ['decimal(65,30)', { precision: 65, scale: 30 }],
  ],
  datetime: [['datetime', { timeDigits: 6 }]],
  timestamp: [['timestamp', { timeDigits: 6 }]],
  time: [
    ['time', { timeDigits: 0 }],
    ['time(6)', { timeDigits: 6 }],
  ],
  char: [['char(10)', text(10)]],
  varchar: [
    ['varchar(40)', text(40)],
    ['varchar(40) character set latin1', text(40, 'latin1')],
    ['varchar(40) character set ascii', text(40, 'ascii')],
    ['varchar(16384) and longer', text(16_384)],
  ],
  tinytext: [['tinytext', text(255)]],
  text: [['text', text(65_535)]],
  mediumtext: [['mediumtext', text(16_777_215)]],
  longtext: [['longtext', text(4_294_967_295)]],
  enum: [["enum('new','paid')", text(4)]],
  set: [["set('a','b')", text(3)]],
  binary: [['binary(16)', { characters: 16 }]],
  varbinary: [['varbinary(255)', { characters: 255 }]],
  vector: [
    ['vector(3)', { characters: 12 }],
    ['vector(4096) and longer', { characters: 16_384 }],
  ],
};

function column([declared, facts = {}]: Example, dataType: string): SourceColumn {
  return {
    ...{ name: '', declared, dataType, nullable: true, precision: null, scale: null, timeDigits: null },
    ...{ characters: null, charset: null, extra: '', collation: null, default: null, ...facts },
  };
}

function lines({ names, type, key, note = '' }: TypeRule): string[] {
  return names.flatMap((name) =>
    (EXAMPLES[name] ?? [[name]]).map((example, at) => {
      const made = type(column(example, name));
      if (made === null) throw new Error(`no type for ${name}`);
      const first = name === names[0] && at === 0;
      return `| \`${example[0]}\` | \`${redshiftType(made)}\` | ${parquetType(made)} | ${key ? 'yes' : 'no'} | ${first ? note : ''} |`;
    }),
  );
}

export function typesPage(): string {
  return `# Types

Generated from \`src/mysql/schema/type-table.ts\` by \`npm run docs:types\`; a test compares the two. Nothing here was measured on
a real Redshift; the sources are its documentation and reports of its users.

| MySQL | Redshift | Parquet | key | |
|---|---|---|---|---|
${TYPE_RULES.flatMap(lines).join('\n')}

A type that is not in the table is refused before a row is read (\`UnsupportedType\`), by the name of the column. The way out is
\`columns: { name: { exclude: true } }\`.

- **Text** of every character set arrives as UTF-8. Redshift counts a VARCHAR in bytes, so the target is as wide as the longest
  value may be, up to 65,535 bytes.
- **Bytes** go into a VARBYTE that is declared without a length and holds 64,000: COPY from Parquet takes no other.
- **Generated and invisible columns** are read as any other. Of a system-versioned table the current rows are read.
- **Keys** are compared by the server in the column's own order. ENUM is sorted by the number of its label. A key may not be an
  ENUM with an empty label or more than 1,000 labels, nor a part of a column.
- **A mask** \`hash\` is made of the value as MySQL sends it: of the bytes, for BIT, GEOMETRY and VECTOR. \`keepLast\` is for text.

## Values that Redshift cannot hold

\`values\`, in \`defaults\`, of a table or of a column ([configuration](configuration.md#columns)), says what becomes of them. What
was changed is counted by column: in the result of the run, in its extract report, in the watermark (\`values_changed\`) and in
what \`tidemark sync\` prints.

| policy | for | \`stop\` | others |
|---|---|---|---|
| \`zeroDate\` | DATE, DATETIME, TIMESTAMP: \`0000-00-00\`, \`2024-00-00\`, \`2023-02-30\`, the year 0 | | \`null\` (default): NULL; a date: that date, at midnight |
| \`tooLong\` | text over 65,535 bytes, bytes over 64,000 | default | \`truncate\`: cut at the end of a character, CHAR, VARCHAR and TEXT only; \`null\`: NULL |
| \`nul\` | a NUL character in a text; whether Redshift takes one from Parquet is not known | default | \`remove\` |
| \`invalidUtf8\` | half a surrogate pair, which MySQL keeps in utf8mb3, ucs2 and utf16 | default | \`replace\`: U+FFFD |

- \`stop\` ends the run with table, column, key and value, and every way out (\`UnrepresentableValue\`). Rows before it are recorded.
- A target that Tidemark creates has NOT NULL on its key only, so a zero date of a NOT NULL column can be NULL there. Where the
  target is made by hand with NOT NULL, the load is refused with the row; set a date instead.
- Columns of the key are always \`stop\`: another value could make two rows one. A policy of a column that contradicts it (any but
  \`stop\` on a key, a date on the cursor, \`truncate\` on JSON or a BLOB, \`zeroDate\` on text) is refused before a row is read.
- A character that a character set cannot convert to Unicode arrives as the \`?\` that the server makes of it, uncounted.
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync('docs/types.md', typesPage());
