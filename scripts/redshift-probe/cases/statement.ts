// Open points 5 and 8 as far as statements go, and the wording of what a statement may not say.
import { blocked, loads, refused, unsupported } from '../answers.js';
import type { ProbeCase } from '../case.js';
import { plain } from '../files.js';

const base = { columns: 'c bigint', files: plain, read: 'max(c)' };

// As written, and as the answer names it.
const OPTIONS: readonly [string, string][] = [
  ['GZIP', 'GZIP'],
  ["DELIMITER '|'", 'DELIMITER'],
  ["NULL AS 'x'", 'NULL AS'],
  ["DATEFORMAT 'auto'", 'DATEFORMAT'],
  ["TIMEFORMAT 'auto'", 'TIMEFORMAT'],
  ['COMPUPDATE OFF', 'COMPUPDATE'],
  ['ENCODING UTF8', 'ENCODING'],
  ['ESCAPE', 'ESCAPE'],
  ['IGNOREHEADER 1', 'IGNOREHEADER'],
  ['BLANKSASNULL', 'BLANKSASNULL'],
  ['EMPTYASNULL', 'EMPTYASNULL'],
  ['ROUNDEC', 'ROUNDEC'],
  ['MAXERROR 5', 'MAXERROR'],
  ['IGNOREALLERRORS', 'IGNOREALLERRORS'],
  ['ACCEPTANYDATE', 'ACCEPTANYDATE'],
  ['NOLOAD', 'NOLOAD'],
];

export const STATEMENT_CASES: readonly ProbeCase[] = [
  {
    ...{ ...base, rule: 'open 5', collected: 'open', question: 'what is said of a COPY without authorization?' },
    statement: ({ table, folder }) => `COPY ${table} FROM '${folder}/manifest.json' FORMAT AS PARQUET MANIFEST`,
    expected: refused('42601', 'COPY needs an authorization clause: IAM_ROLE, CREDENTIALS or ACCESS_KEY_ID'),
  },
  {
    ...base,
    rule: 'open 8',
    collected: 'open',
    question: 'does MAXERROR 0 pass?',
    options: 'MAXERROR 0',
    expected: loads('1'),
  },
  ...OPTIONS.map(([options, name]): ProbeCase => ({
    ...{ ...base, rule: name === 'NOLOAD' ? 'S5' : 'S4', collected: 'P', question: `is ${options} refused, and how?` },
    ...{ options, expected: unsupported(name) },
  })),
  {
    ...{
      ...base,
      rule: 'S7',
      collected: 'K',
      question: 'what is said of two authorizations?',
      options: "CREDENTIALS 'aws_iam_role=x'",
    },
    expected: refused('42601', 'conflicting or redundant options: one authorization clause only'),
  },
  {
    ...{ ...base, rule: 'S10', collected: 'K', question: 'what is said of a table that is not there?' },
    statement: ({ table, folder, authorization }) =>
      `COPY ${table}_none FROM '${folder}/manifest.json' ${authorization} FORMAT AS PARQUET MANIFEST`,
    expected: refused('42P01', 'Cannot COPY into nonexistent table <schema>.<table>_none'),
  },
  {
    ...{ ...base, rule: 'S10', collected: 'K', question: 'what is said of a view?' },
    act: async ({ client, table }, copy) => {
      await client.query(`CREATE VIEW ${table}_view AS SELECT 1::bigint AS c`);
      await client.query(copy.replace(table, `${table}_view`));
      return 'it loads';
    },
    expected: refused('42809', 'cannot copy to view "<schema>.<table>_view"'),
  },
  {
    ...{ ...base, rule: 'C8', collected: 'K', question: 'what is said of an IDENTITY in the column list?' },
    ...{ columns: 'c bigint identity(1,1), d int' },
    statement: ({ table, folder, authorization }) =>
      `COPY ${table} (c) FROM '${folder}/manifest.json' ${authorization} FORMAT AS PARQUET MANIFEST`,
    expected: refused('42601', 'cannot set an identity column to a value: c; use EXPLICIT_IDS'),
  },
  {
    ...{ ...base, rule: 'M7', collected: 'K', question: 'what is said of a manifest that is not there?' },
    statement: ({ table, folder, authorization }) =>
      `COPY ${table} FROM '${folder}/none.json' ${authorization} FORMAT AS PARQUET MANIFEST`,
    expected: ((said: string) => blocked(said, 8001, said))(
      'Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey',
    ),
  },
];
