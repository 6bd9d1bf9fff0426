import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { watermarkKey } from '../../src/contract/names.js';
import type { Watermark } from '../../src/contract/watermark.js';
import { StoreUnreachable } from '../../src/s3/errors.js';
import { type ObjectStore, openStore } from '../../src/s3/objects/open-store.js';
import { takeLease } from '../../src/s3/watermark/take-lease.js';
import { changeWatermark, readWatermark } from '../../src/s3/watermark/watermark-store.js';
import { s3ForTests } from '../stack.js';
import { losingAnswers, refused, timeout } from './support/lossy-store.js';
import { leaseOf, NOW, PIPELINE, refOf, TABLE, watermark } from './support/sample.js';

describe('one watermark under many writers', function () {
  this.timeout(120_000);
  let store: ObjectStore;
  const prefix = `writers-${randomUUID()}`;

  before(async () => {
    store = openStore(await s3ForTests());
  });
  after(async () => {
    const keys: string[] = [];
    for await (const { key } of store.list(prefix)) keys.push(key);
    await store.delete(keys);
    store.close();
  });

  // Like every change of a run it knows itself when it is applied again: its answer may be lost and others write after it.
  const add = (by: ObjectStore, under: string, run: string): Promise<Watermark> =>
    changeWatermark(by, under, refOf(run), 'add', (current) => {
      const marks = current?.last_error ?? '';
      if (marks.includes(run)) return 'unchanged';
      // Every writer leaves a mark: a lost write would lose its mark, a repeated one would leave two.
      return { ...(current ?? watermark()), seq: (current?.seq ?? 0) + 1, last_error: `${marks}${run};` };
    });
  const marksUnder = async (under: string): Promise<string[]> => {
    const { watermark: written } = (await readWatermark(store, under, PIPELINE, tableId(TABLE)))!;
    const marks = written.last_error!.split(';').slice(0, -1);
    assert.equal(written.seq, marks.length);
    return marks.sort();
  };
  const runs = Array.from({ length: 20 }, (_, i) => `run-${String(i).padStart(2, '0')}`);

  it('loses the change of none of 20', async () => {
    await Promise.all(runs.map((run) => add(store, `${prefix}/race`, run)));
    assert.deepEqual(await marksUnder(`${prefix}/race`), runs);
  });

  it('counts each of 20 once when half of the answers say that someone else was first', async () => {
    await Promise.all(
      runs.map((run) =>
        add(
          losingAnswers(store, () => Math.random() < 0.5, refused),
          `${prefix}/lossy`,
          run,
        ),
      ),
    );
    assert.deepEqual(await marksUnder(`${prefix}/lossy`), runs);
  });

  it('keeps a write whose answer never came', async () => {
    const by = losingAnswers(store, (put) => put === 1, timeout);
    await assert.rejects(add(by, `${prefix}/timeout`, 'run-a'), StoreUnreachable);
    assert.deepEqual(await marksUnder(`${prefix}/timeout`), ['run-a']);
  });

  it('gives a free table to one of many', async () => {
    const under = `${prefix}/lease`;
    const take = (run: string): Promise<Watermark> =>
      changeWatermark(store, under, refOf(run), 'beginSync', (current) =>
        current?.lease == null
          ? takeLease(current, leaseOf(run), { pipeline: PIPELINE, table: tableId(TABLE), now: NOW })
          : 'unchanged',
      );
    const seen = await Promise.all(runs.map(take));
    assert.equal(new Set(seen.map(({ lease }) => lease?.run)).size, 1);
    assert.equal(
      (await store.get(watermarkKey(under, PIPELINE, tableId(TABLE))))?.body.includes(seen[0]!.lease!.run),
      true,
    );
  });
});
