// Facts 1.2: what a manifest must say, and what must be there.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { ids, texts, type Rule } from './rule-fixture.js';

const INVALID_RANGE = 'HTTP response error code: 416 Message: InvalidRange The requested range is not satisfiable';
const malformed = {
  number: 15003,
  message: 'Manifest file is not in correct json format',
  context: 'Manifest file is not in correct json format',
};
const keyMissing = (key: string) => {
  const message = `File entry does not have '${key}' key.`;
  return { number: 15003, message, context: message };
};

export function manifestRules(rule: Rule): void {
  rule('M1 an entry without meta is refused', async (b) => {
    const { url } = await b.good();
    await b.refusedLoad('t', [{ url, mandatory: true }], keyMissing('meta'));
  });

  rule('M2 a content_length beyond the object is refused', async (b) => {
    const line = await b.good();
    const size = line.meta?.content_length ?? 0;
    await b.refusedLoad('t', [{ ...line, meta: { content_length: size + 1 } }], { context: INVALID_RANGE });
  });

  rule('M2b a content_length short of the object is refused', async (b) => {
    const line = await b.good();
    const size = line.meta?.content_length ?? 0;
    await b.refusedLoad('t', [{ ...line, meta: { content_length: size - 1 } }], {
      context: `File '${b.cluster.https('good.parquet')}' has an invalid version number: `,
    });
  });

  rule('M3 meta without content_length is refused', async (b) => {
    await b.refusedLoad('t', [{ ...(await b.good()), meta: {} }], keyMissing('content_length'));
  });

  rule('M4 a missing file is skipped, unless it is mandatory', async (b) => {
    const missing = { url: `s3://${b.cluster.bucket}/none`, meta: { content_length: 5 } };
    await b.load('t', [missing, await b.good()]);
    assert.equal(await b.count(), 1);
    await b.refusedLoad('t', [await b.good(), { ...missing, mandatory: true }], {
      number: 15003,
      message: 'Mandatory url is not present in manifest file',
      context: missing.url,
    });
  });

  rule('M5 no file at all is refused, mandatory or not', async (b) => {
    const missing = { url: `s3://${b.cluster.bucket}/none`, meta: { content_length: 5 } };
    await b.refusedLoad('t', [missing], { context: 'File not found' });
  });

  rule('M6 a doubled slash is another key', async (b) => {
    const line = await b.good('dir/f.parquet');
    await b.refusedLoad('t', [{ ...line, url: line.url.replace('dir/', 'dir//'), mandatory: false }], {
      context: 'File not found',
    });
  });

  rule('M7 a manifest that is not there is refused', async (b) => {
    const message =
      'Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey';
    const sql = `COPY t FROM 's3://${b.cluster.bucket}/none' IAM_ROLE default PARQUET MANIFEST`;
    await b.refused(sql, { number: 8001, message, context: message });
  });

  for (const [what, text] of [
    ['cut short', '{"entries": ['],
    ['of another shape', '{"files": []}'],
    ['with a length in quotes', '{"entries": [{"url": "s3://b/k", "meta": {"content_length": "5"}}]}'],
  ] as const)
    rule(`M8 a manifest ${what} is refused`, (b) => b.refusedLoad('t', text, malformed));

  rule('M9 typographic quotes, compression, a prefix and a missing MANIFEST are refused', async (b) => {
    await b.refusedLoad('t', '{“entries”: []}', malformed);
    const { bucket } = b.cluster;
    const from = (key: string, options: string) =>
      `COPY t FROM 's3://${bucket}/${key}' IAM_ROLE default PARQUET ${options}`;
    await b.cluster.put('zipped.json', gzipSync(JSON.stringify({ entries: [await b.good()] })));
    await b.refused(from('zipped.json', 'MANIFEST'), malformed);
    await b.copy('t', [await b.good()]);
    const notFound =
      'Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey';
    await b.refused(from('manif', 'MANIFEST'), { number: 8001, message: notFound, context: notFound });
    await b.refused(from('manifest.json', ''), { context: /'[^']*manifest\.json' has an invalid version number: / });
  });

  rule('M10 a file listed twice is loaded twice, from other buckets too', async (b) => {
    const line = await b.good();
    const far = await b.cluster.put('f.parquet', [ids(2n), texts('b')], b.cluster.second);
    await b.load('t', [line, line, far]);
    assert.deepEqual(await b.rows('SELECT id::int FROM t ORDER BY 1'), [[1], [1], [2]]);
  });

  rule("M11 S3's own refusal is passed on", async (b) => {
    const stranger = await b.stranger({ accessKeyId: 'nobody', secretAccessKey: 'knows' });
    const message =
      'Problem reading manifest file - S3ServiceException:The access key ID you provided does not exist in our records.,Status 403,Error InvalidAccessKeyId';
    await stranger.refused(await b.copy('t', [await b.good()]), { number: 8001, message, context: message });
  });

  rule('M12 a file overwritten between footer and data is refused, of the same size too', async (b) => {
    const line = await b.good();
    const copy = await b.copy('t', [line]);
    let reads = 0;
    b.cluster.relay.before = async ({ method, url = '' }) => {
      if (method !== 'GET' || !url.includes('good.parquet') || ++reads !== 2) return;
      await b.file('good.parquet', ids(2n), texts('b'));
    };
    await b.refused(copy, { context: `File '${b.cluster.https('good.parquet')}' has an invalid version number: ` });
    assert.deepEqual((await b.good()).meta, line.meta);
    b.cluster.relay.before = async ({ method, url = '' }) => {
      if (method === 'GET' && url.includes('good.parquet') && ++reads === 4) await b.cluster.remove('good.parquet');
    };
    await b.refused(copy, { context: 'File not found' });
    assert.equal(await b.count(), 0);
  });
}
