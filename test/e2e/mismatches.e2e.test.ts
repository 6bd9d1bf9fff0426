// The incident, and its kin: what is changed behind our back is found, by name.
import assert from 'node:assert/strict';
import { editWatermark, synced } from './support/mismatch.js';
import { systemTest } from './support/system-test.js';

describe('validate', () => {
  systemTest(
    'names a watermark that was edited to say 0 files',
    async (fixture) => {
      await editWatermark(fixture, await synced(fixture), { s3_file_count: 0 });
    },
    { mismatches: ['orders: extract reports.files'] },
  );

  systemTest(
    'names a data file that was deleted',
    async (fixture) => {
      await synced(fixture);
      const [file] = await fixture.dataFiles('orders');
      assert.ok(file);
      await fixture.store.delete([file.key]);
    },
    { mismatches: ['orders: files.there'] },
  );

  systemTest(
    'names a data file whose footer differs',
    async (fixture) => {
      await synced(fixture);
      const files = await fixture.dataFiles('orders');
      const last = await fixture.store.get(files.at(-1)!.key);
      assert.ok(last);
      await fixture.store.put(files[0]!.key, last.body);
    },
    { mismatches: ['orders: files.bytes', 'orders: footers.rows'] },
  );

  systemTest(
    'names rows that someone deleted from the target',
    async (fixture) => {
      await synced(fixture);
      await fixture.redshift(`DELETE FROM ${fixture.id}.orders WHERE id <= 7`);
    },
    { mismatches: ['orders: target.rows'] },
  );
});
