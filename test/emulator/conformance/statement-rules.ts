// Facts 1.0 and 1.1: the shape of an answer, and what a COPY statement may say.
import assert from 'node:assert/strict';
import { ids, type Rule } from './rule-fixture.js';

const unsupported = (option: string) => ({
  code: '0A000',
  message: `${option} argument is not supported for PARQUET based COPY`,
});

// S4: the option as written, and as the answer names it.
const REFUSED: readonly [string, string][] = [
  ['GZIP', 'GZIP'],
  ["DELIMITER AS '|'", 'DELIMITER'],
  ['CSV', 'CSV'],
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
];

export function statementRules(rule: Rule): void {
  rule('1.0 a refusal has its fields, the DETAIL block and 256 characters of context', async (b) => {
    const key = `${'long/'.repeat(60)}a=b.parquet`;
    const line = await b.cluster.put(key, [ids(1n)]);
    const url = b.cluster.https(key.replace('=', '%3D'));
    const text = `Unmatched number of columns between table and file. Table columns: 2, Data columns: 1, File name: ${url}`;
    assert.ok(text.length > 256);
    await b.refusedLoad('t', [line], { number: 15007, context: text });
  });

  rule('S1 the options of columnar COPY are taken', async (b) => {
    await b.load('t', [await b.good()], "ACCEPTINVCHARS AS '?' FILLRECORD STATUPDATE OFF EXPLICIT_IDS SERIALIZETOJSON");
    assert.equal(await b.count(), 1);
  });

  rule('S2 REGION is refused, the right one too', async (b) => {
    await b.refused(await b.copy('t', [await b.good()], "REGION 'eu-west-1'"), unsupported('REGION'));
  });

  rule('S3 TRUNCATECOLUMNS is refused', async (b) => {
    await b.refused(await b.copy('t', [await b.good()], 'TRUNCATECOLUMNS'), unsupported('TRUNCATECOLUMNS'));
  });

  for (const [option, name] of REFUSED)
    rule(`S4 ${option} is refused`, async (b) => {
      await b.refused(await b.copy('t', '', option), unsupported(name));
    });

  rule('S4 MAXERROR 0 is taken', async (b) => b.load('t', [await b.good()], 'MAXERROR 0'));

  rule('S5 NOLOAD is refused', async (b) => b.refused(await b.copy('t', '', 'NOLOAD'), unsupported('NOLOAD')));

  for (const options of [
    'MANIFEST STATUPDATE OFF PARQUET IAM_ROLE default',
    'IAM_ROLE default FORMAT PARQUET MANIFEST',
    'FORMAT AS PARQUET IAM_ROLE default MANIFEST',
  ])
    rule(`S6 options come in any order: ${options}`, async (b) => {
      await b.copy('t', [await b.good()]);
      await b.run(`COPY t FROM 's3://${b.cluster.bucket}/manifest.json' ${options}`);
      assert.equal(await b.count(), 1);
    });

  rule('S7 chained roles are taken, a second authorization is refused', async (b) => {
    await b.copy('t', [await b.good()]);
    const from = `COPY t FROM 's3://${b.cluster.bucket}/manifest.json' PARQUET MANIFEST`;
    await b.run(`${from} IAM_ROLE 'arn:aws:iam::1:role/a,arn:aws:iam::2:role/b'`);
    const spaced = "emulator: IAM_ROLE 'arn1, arn2' holds a space; roles are chained as 'arn1,arn2'";
    await b.refused(`${from} IAM_ROLE 'arn1, arn2'`, { code: '42601', message: spaced });
    const message = 'conflicting or redundant options: one authorization clause only';
    await b.refused(`${from} IAM_ROLE default CREDENTIALS 'aws_iam_role=x'`, { code: '42601', message });
    await b.refused(`${from} IAM_ROLE default ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b'`, { code: '42601', message });
  });

  rule('S8 a COPY without authorization is refused', async (b) => {
    await b.refused(`COPY t FROM 's3://${b.cluster.bucket}/manifest.json' PARQUET MANIFEST`, {
      code: '42601',
      message: 'COPY needs an authorization clause: IAM_ROLE, CREDENTIALS or ACCESS_KEY_ID',
    });
  });

  rule('S9 a bucket of another Region is refused, with the manifest and with the file', async (b) => {
    const redirect =
      'S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint. ' +
      'Please send all future requests to this endpoint.,Status 301,Error PermanentRedirect';
    const inManifest = `Problem reading manifest file - ${redirect}`;
    const sql = `COPY t FROM 's3://${b.cluster.abroad}/manifest.json' IAM_ROLE default PARQUET MANIFEST`;
    await b.refused(sql, { number: 8001, message: inManifest, context: inManifest });
    const file = { url: `s3://${b.cluster.abroad}/f.parquet`, meta: { content_length: 1 } };
    await b.refusedLoad('t', [file], { number: 8001, message: redirect, context: redirect });
  });

  rule('S10 the target must exist, be a table and be writable', async (b) => {
    const line = await b.good();
    await b.refusedLoad('nowhere', [line], { code: '42P01', message: 'Cannot COPY into nonexistent table nowhere' });
    await b.run('CREATE VIEW v AS SELECT 1 AS id');
    await b.refusedLoad('v', [line], { code: '42809', message: 'cannot copy to view "v"' });
    await b.cluster.asSuperuser('CREATE TABLE IF NOT EXISTS foreign_table (id bigint, name varchar(5))');
    const denied = { code: '42501', message: 'permission denied for relation foreign_table' };
    await b.refusedLoad('foreign_table', [line], denied);
    await b.cluster.asSuperuser('GRANT ALL ON foreign_table TO PUBLIC');
    const owner = { code: '42501', message: 'must be owner of relation foreign_table' };
    await b.refused(await b.copy('foreign_table', [line], 'STATUPDATE ON'), owner);
    await b.load('foreign_table', [line], 'STATUPDATE OFF');
  });

  rule('S11 COPY rolls back with its transaction, and keys are not enforced', async (b) => {
    await b.run('CREATE TEMP TABLE keyed (id bigint PRIMARY KEY, name varchar(5) UNIQUE)');
    await b.run('BEGIN');
    await b.load('keyed', [await b.good()]);
    await b.run('ROLLBACK');
    assert.equal(await b.count('keyed'), 0);
    await b.load('keyed', [await b.good()]);
    await b.load('keyed', [await b.good()]);
    assert.equal(await b.count('keyed'), 2);
  });

  rule('S12 COPY JOB is refused', async (b) => {
    const message = 'emulator: COPY JOB, which knows no manifest and loads by file name, is not built here';
    await b.refused(await b.copy('t', [await b.good()], 'JOB CREATE nightly AUTO ON'), { code: '0A000', message });
    await b.refused('COPY JOB RUN nightly', { code: '0A000', message });
  });
}
