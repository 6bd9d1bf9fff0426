// A small synced table, and the ways to lie about it behind Tidemark's back.
import { watermarkKey } from '../../src/contract/names.js';
import type { Watermark } from '../../src/contract/watermark.js';
import type { World } from './system-fixture.js';

/** 3,500 rows in 4 files, the last one shorter, so that two files differ in rows. Answers the table's name. */
export async function synced(world: World): Promise<string> {
  const table = await world.fill('orders', 3_500);
  world.startWorker();
  await world.sync({ table, rowsPerFile: 1_000 });
  return table;
}

export async function editWatermark(world: World, table: string, change: Partial<Watermark>): Promise<void> {
  const key = watermarkKey(world.pipeline.s3.prefix, 'default', table);
  const edited = { ...(await world.watermark('orders')), ...change };
  await world.store.put(key, Buffer.from(JSON.stringify(edited)));
}
