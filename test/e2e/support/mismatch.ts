// A small synced table, and the ways to mismatch about it behind Tidemark's back.
import { tableId } from '../../../src/contract/table-id.js';
import { watermarkKey } from '../../../src/contract/names.js';
import type { Watermark } from '../../../src/contract/watermark.js';
import type { SystemFixture } from './system-fixture.js';

/** 3,500 rows in 4 files, the last one shorter, so that two files differ in rows. Answers the table's name. */
export async function synced(fixture: SystemFixture): Promise<string> {
  const table = await fixture.fill('orders', 3_500);
  fixture.startWorker();
  await fixture.sync({ table, rowsPerFile: 1_000 });
  return table;
}

export async function editWatermark(fixture: SystemFixture, table: string, change: Partial<Watermark>): Promise<void> {
  const key = watermarkKey(fixture.pipeline.s3.prefix, 'default', tableId(table));
  const edited = { ...(await fixture.watermark('orders')), ...change };
  await fixture.store.put(key, Buffer.from(JSON.stringify(edited)));
}
