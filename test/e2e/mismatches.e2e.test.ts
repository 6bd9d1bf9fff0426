// The incident, and its kin: what is changed behind our back is found, by name.
import assert from 'node:assert/strict';
import { editWatermark, synced } from './mismatch.js';
import { systemTest } from './system-test.js';

describe('validate', () => {
  systemTest(
    'names a watermark that was edited to say 0 files',
    async (world) => {
      await editWatermark(world, await synced(world), { s3_file_count: 0 });
    },
    { lies: ['orders: receipts.files'] },
  );

  systemTest(
    'names a data file that was deleted',
    async (world) => {
      await synced(world);
      const [file] = await world.dataFiles('orders');
      assert.ok(file);
      await world.store.delete([file.key]);
    },
    { lies: ['orders: files.there'] },
  );

  systemTest(
    'names a data file whose footer differs',
    async (world) => {
      await synced(world);
      const files = await world.dataFiles('orders');
      const last = await world.store.get(files.at(-1)!.key);
      assert.ok(last);
      await world.store.put(files[0]!.key, last.body);
    },
    { lies: ['orders: files.bytes', 'orders: footers.rows'] },
  );

  systemTest(
    'names rows that someone deleted from the target',
    async (world) => {
      await synced(world);
      await world.redshift(`DELETE FROM ${world.id}.orders WHERE id <= 7`);
    },
    { lies: ['orders: target.rows'] },
  );
});
