// The probe against the emulator itself: every answer must be the one that the report calls the emulator's.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loads } from '../../scripts/redshift-probe/answers.js';
import { CASES } from '../../scripts/redshift-probe/cases.js';
import { probe } from '../../scripts/redshift-probe/main.js';
import type { ProbeReport } from '../../scripts/redshift-probe/report.js';
import { Cluster, rows } from './conformance/cluster.js';

describe('The probe of a real Redshift', function () {
  this.timeout(120_000);
  let cluster: Cluster;
  let out = '';
  const said: string[] = [];
  before(async () => {
    cluster = await Cluster.start();
  });
  after(() => cluster.close());
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'tidemark-probe-'));
    said.length = 0;
  });
  afterEach(() => rmSync(out, { recursive: true, force: true }));
  const run = (cases = CASES, ...more: string[]) =>
    probe(['--out', out, ...more], cluster.environment, cases, (line) => said.push(line));
  const written = (ending: string): string => {
    const name = readdirSync(out).find((each) => each.endsWith(ending)) ?? assert.fail(said.join('\n'));
    return readFileSync(join(out, name), 'utf8');
  };

  it('finds every rule the same, writes no secret down and leaves nothing behind', async () => {
    const code = await run();
    const report = JSON.parse(written('.json')) as ProbeReport;
    const differing = report.rows.filter(({ verdict }) => verdict === 'differs');
    assert.deepEqual(differing, []);
    assert.equal(code, 0, said.join('\n'));
    assert.equal(report.rows.length, CASES.length);
    const text = written('.md') + JSON.stringify(report);
    const { REDSHIFT_PASSWORD, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_BUCKET } = cluster.environment;
    for (const secret of [REDSHIFT_PASSWORD, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_BUCKET])
      assert.ok(secret !== undefined && !text.includes(secret));
    const client = await cluster.connect();
    const schemas = "SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'tidemark_probe%'";
    assert.deepEqual(await rows(client, schemas), [[0]]);
    assert.deepEqual(await cluster.keys(), []);
  });

  it('asks each of the open points', () => {
    const open = new Set(CASES.filter(({ collected }) => collected === 'open').map(({ rule }) => rule));
    assert.deepEqual(
      [...open].sort(),
      Array.from({ length: 9 }, (_, at) => `open ${at + 1}`),
    );
  });

  it('says where an answer differs from the rule', async () => {
    const [first, second] = CASES;
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(await run([{ ...first, expected: loads('1') }, second]), 4);
    assert.match(
      written('.md'),
      /1 of 2 answers differ[^]*\| loads: 1 \| refused, XX000: [^|]*DATA_PAGE_V2[^|]* \| differs \|/,
    );
  });

  it('keeps what it made when told to', async () => {
    await run(
      CASES.filter(({ rule }) => rule === 'open 8'),
      '--keep',
    );
    assert.equal((await cluster.keys()).length, 2);
    const client = await cluster.connect();
    const [[schema]] = (await rows(
      client,
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tidemark_probe%'",
    )) as [[string]];
    assert.deepEqual(await rows(client, `SELECT c::int FROM ${schema}.c0`), [[1]]);
  });

  it('says what is missing, and helps', async () => {
    const say = (line: string) => said.push(line);
    assert.equal(await probe([], {}, CASES, say), 2);
    assert.equal(await probe(['--frob'], cluster.environment, CASES, say), 2);
    assert.equal(await probe(['--help'], {}, CASES, say), 0);
    assert.match(said.join('\n'), /REDSHIFT_HOST is not set[^]*--frob is not understood[^]*S3_BUCKET, S3_REGION/);
  });
});
