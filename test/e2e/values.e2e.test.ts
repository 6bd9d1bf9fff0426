// Values that Redshift can't hold, as blogs have them: a first sync completes, and says what it changed.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { syncResultLines } from '../../src/client/render/sync-result.js';
import { parseExtractReport } from '../../src/s3/run/extract-report.js';
import type { SystemFixture } from './support/system-fixture.js';
import { systemTest } from './support/system-test.js';
import { redshiftTexts } from './support/texts.js';

const ZERO = '0000-00-00 00:00:00';

/** Drafts have no date yet, and are not allowed to have NULL. */
async function posts(fixture: SystemFixture): Promise<string> {
  const table = fixture.table('posts');
  await fixture.mysql("SET sql_mode = ''");
  await fixture.mysql(
    `CREATE TABLE ${table} (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,` +
      ` post_date DATETIME NOT NULL DEFAULT '${ZERO}', post_date_gmt DATETIME NOT NULL DEFAULT '${ZERO}',` +
      ' expires DATE, title TEXT NOT NULL, content LONGTEXT NOT NULL) CHARACTER SET utf8mb4',
  );
  await fixture.mysql(
    `INSERT INTO ${table} (post_date, post_date_gmt, expires, title, content) VALUES` +
      ` ('2026-01-02 03:04:05', '2026-01-02 03:04:05', NULL, 'published', 'text'),` +
      ` ('2026-01-03 00:00:00', '${ZERO}', '2026-00-00', 'draft', ''), ('${ZERO}', '${ZERO}', '2026-12-31', 'idea', '')`,
  );
  return table;
}

async function failureOf(run: Promise<unknown>): Promise<ApplicationFailure> {
  const failed = await run.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(failed instanceof WorkflowFailedError && failed.cause instanceof ApplicationFailure);
  return failed.cause;
}

describe('values that Redshift cannot hold', () => {
  systemTest('zero dates of drafts are NULL in the target, and counted wherever the run is shown', async (fixture) => {
    const table = await posts(fixture);
    fixture.configure('posts', { strategy: 'checksum' });
    fixture.startWorker();
    const result = await fixture.sync({ table });
    assert.deepEqual([result.outcome, result.rows], ['completed', 3]);
    const changed = { post_date: { zeroDate: 1 }, post_date_gmt: { zeroDate: 2 }, expires: { zeroDate: 1 } };
    assert.deepEqual(result.changed, changed);
    assert.ok(syncResultLines(result).some((line) => /^ {2}post_date_gmt: dates that no calendar has +2$/.test(line)));

    const { values_changed, last_run } = await fixture.watermark('posts');
    const counted = Object.entries(changed).map(([column, faults]) => ({ column, ...faults }));
    assert.deepEqual(values_changed, counted);
    const [report] = await fixture.objects('posts', 'extract-report.json');
    assert.deepEqual(parseExtractReport('report', report!).changed, changed);
    assert.equal(last_run?.rows, 3);
    assert.deepEqual(
      await redshiftTexts(fixture, `SELECT post_date, post_date_gmt, expires FROM ${fixture.id}.posts ORDER BY id`),
      [
        { post_date: '2026-01-02 03:04:05', post_date_gmt: '2026-01-02 03:04:05', expires: null },
        { post_date: '2026-01-03 00:00:00', post_date_gmt: null, expires: null },
        { post_date: null, post_date_gmt: null, expires: '2026-12-31' },
      ],
    );

    // A draft that is published is counted no more; the totals stay.
    await fixture.mysql(`UPDATE ${table} SET post_date_gmt = '2026-01-03 00:00:00', expires = NULL WHERE id = 2`);
    const again = await fixture.sync({ table });
    assert.deepEqual([again.rows, again.changed], [1, undefined]);
    assert.deepEqual((await fixture.watermark('posts')).values_changed, counted);
  });

  systemTest(
    'a text longer than the target stops the run with every way out, and is cut where the config says so',
    async (fixture) => {
      const table = await posts(fixture);
      await fixture.mysql(`UPDATE ${table} SET content = CONCAT('begin ', REPEAT('台', 30000)) WHERE id = 2`);
      fixture.configure('posts', { strategy: 'checksum' });
      const stop = fixture.startWorker();
      const failure = await failureOf(fixture.sync({ table }));
      assert.equal(failure.type, 'UnrepresentableValue');
      assert.match(
        failure.message,
        /posts, column content, row id=2: a text of 90006 bytes; the Redshift column holds 65535: "begin 台+…"; fix the value.*columns: \{ content: \{ values: .*truncate.*"exclude: true"$/,
      );
      await stop();

      fixture.configure('posts', {
        strategy: 'checksum',
        values: { zeroDate: '1970-01-01' },
        columns: { content: { values: { tooLong: 'truncate' } }, expires: { values: { zeroDate: null } } },
      });
      fixture.startWorker();
      const result = await fixture.sync({ table });
      assert.deepEqual(result.changed, {
        post_date: { zeroDate: 1 },
        post_date_gmt: { zeroDate: 2 },
        expires: { zeroDate: 1 },
        content: { tooLong: 1 },
      });
      const [cut] = await redshiftTexts(
        fixture,
        `SELECT content, post_date_gmt, expires FROM ${fixture.id}.posts WHERE id = 2`,
      );
      assert.equal(cut?.['content'], `begin ${'台'.repeat(21_843)}`);
      assert.deepEqual([cut['post_date_gmt'], cut['expires']], ['1970-01-01 00:00:00', null]);
    },
  );

  systemTest(
    'a policy that contradicts its column is refused before a row is read',
    async (fixture) => {
      const table = await posts(fixture);
      fixture.configure('posts', { strategy: 'checksum', columns: { id: { values: { tooLong: 'truncate' } } } });
      fixture.startWorker();
      const failure = await failureOf(fixture.sync({ table }));
      assert.equal(failure.type, 'BadConfig');
      assert.match(failure.message, /"tooLong" means nothing to id, which is bigint/);
      assert.deepEqual(await fixture.dataFiles('posts'), []);
    },
    // Nothing was ever loaded, so there is no target to count.
    { mismatches: ['posts: incomplete'] },
  );
});
