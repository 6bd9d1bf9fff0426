import assert from 'node:assert/strict';
import { parseCopy } from '../../../packages/redshift-emulator/src/copy/command.js';
import type { RedshiftError } from '../../../packages/redshift-emulator/src/errors.js';
import { splitStatements } from '../../../packages/redshift-emulator/src/sql/statements.js';

const parse = (sql: string) => parseCopy(splitStatements(sql)[0]!);
const refused = (sql: string): string => {
  try {
    parse(sql);
  } catch (error) {
    return `${(error as RedshiftError).sqlstate} ${(error as Error).message}`;
  }
  return assert.fail(`accepted: ${sql}`);
};
const FROM = "COPY t FROM 's3://b/m' IAM_ROLE default";

const RULES: Record<string, string> = { REGION: 'S2', TRUNCATECOLUMNS: 'S3', NOLOAD: 'S5' };

describe('The COPY parser', () => {
  it('reads table, column list, source and options', () => {
    const sql = `copy "Etl".t (a, "B") from 's3://b/k/m.json' iam_role 'arn:aws:iam::1:role/r' format as parquet manifest
      statupdate off fillrecord explicit_ids acceptinvchars as '?' serializetojson`;
    assert.deepEqual(parse(sql), {
      table: { parts: ['etl', 't'], text: '"etl"."t"' },
      columns: ['a', 'b'],
      from: 's3://b/k/m.json',
      manifest: true,
      fillRecord: true,
      explicitIds: true,
      serializeToJson: true,
      statUpdate: false,
    });
  });

  for (const options of [
    'FORMAT AS PARQUET MANIFEST',
    'FORMAT PARQUET MANIFEST',
    'PARQUET MANIFEST',
    'MANIFEST STATUPDATE OFF PARQUET',
    'MANIFEST FORMAT AS PARQUET SERIALIZETOJSON',
    'PARQUET MANIFEST MAXERROR 0',
  ]) {
    it(`S6: accepts ${options}`, () => assert.equal(parse(`${FROM} ${options}`).manifest, true));
  }

  for (const [option, name] of [
    ["REGION 'eu-west-1'", 'REGION'],
    ["REGION AS 'eu-west-1'", 'REGION'],
    ['TRUNCATECOLUMNS', 'TRUNCATECOLUMNS'],
    ['GZIP', 'GZIP'],
    ["DELIMITER AS '|'", 'DELIMITER'],
    ['CSV', 'CSV'],
    ["NULL AS 'x'", 'NULL AS'],
    ["DATEFORMAT 'auto'", 'DATEFORMAT'],
    ['TIMEFORMAT auto', 'TIMEFORMAT'],
    ['COMPUPDATE OFF', 'COMPUPDATE'],
    ["ENCODING AS 'utf8'", 'ENCODING'],
    ['ESCAPE', 'ESCAPE'],
    ['IGNOREHEADER 1', 'IGNOREHEADER'],
    ['BLANKSASNULL', 'BLANKSASNULL'],
    ['EMPTYASNULL', 'EMPTYASNULL'],
    ['ROUNDEC', 'ROUNDEC'],
    ['MAXERROR 5', 'MAXERROR'],
    ['IGNOREALLERRORS', 'IGNOREALLERRORS'],
    ['ACCEPTANYDATE', 'ACCEPTANYDATE'],
    ['NOLOAD', 'NOLOAD'],
  ] as [string, string][]) {
    const rule = RULES[name] ?? 'S4';
    it(`${rule}: refuses ${option}`, () =>
      assert.equal(
        refused(`${FROM} PARQUET MANIFEST ${option}`),
        `0A000 ${name} argument is not supported for PARQUET based COPY`,
      ));
  }

  it('S7: takes chained roles and refuses two authorizations', () => {
    parse("COPY t FROM 's3://b/m' IAM_ROLE 'arn1,arn2' PARQUET MANIFEST");
    assert.match(refused(`${FROM} CREDENTIALS 'aws_iam_role=x' PARQUET MANIFEST`), /^42601/);
    assert.match(refused(`${FROM} ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b' PARQUET`), /^42601/);
  });

  it('S8: refuses a COPY without authorization', () =>
    assert.match(refused("COPY t FROM 's3://b/m' PARQUET MANIFEST"), /^42601/));

  it('refuses an unknown option and one given twice as syntax', () => {
    assert.match(refused(`${FROM} PARQUET MANIFEST FROBNICATE`), /^42601 syntax error at or near "FROBNICATE"$/);
    assert.match(refused(`${FROM} PARQUET MANIFEST MANIFEST`), /^42601/);
  });

  it('says of other formats that they are not built', () =>
    assert.match(refused(`${FROM} FORMAT AS CSV`), /^0A000 emulator:/));
});
