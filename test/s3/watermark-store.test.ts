import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { TidemarkError } from '../../src/contract/tidemark-error.js';
import { watermarkKey } from '../../src/contract/names.js';
import type { Watermark } from '../../src/contract/watermark.js';
import { StoreUnreachable, WriteConflict } from '../../src/s3/errors.js';
import type { ObjectStore } from '../../src/s3/objects/open-store.js';
import { recordExtract } from '../../src/s3/watermark/record-extract.js';
import { recordLoad } from '../../src/s3/watermark/record-load.js';
import { changeWatermark, readWatermark } from '../../src/s3/watermark/watermark-store.js';
import { losingAnswers, refused, timeout } from './support/lossy-store.js';
import { MemoryStore } from './support/memory-store.js';
import { toStored } from '../../src/s3/watermark/stored-watermark.js';
import { LATER, leaseOf, loadOf, pendingOf, PIPELINE, refOf, stored, TABLE, watermark } from './support/sample.js';

const PREFIX = 'p';
const KEY = watermarkKey(PREFIX, PIPELINE, tableId(TABLE));
const REF = refOf('run-a');

function storeWith(current: Watermark): MemoryStore {
  const store = new MemoryStore();
  store.objects.set(KEY, Buffer.from(JSON.stringify(current)));
  return store;
}

const record = (store: ObjectStore, rows = 100): Promise<Watermark> =>
  changeWatermark(store, PREFIX, REF, 'recordExtract', (current) =>
    recordExtract(current, {
      run: REF.run,
      base: 0,
      manifest: stored(rows, 2),
      position: { kind: 'id', key: ['7'] },
      bound: { kind: 'id', upTo: ['7'] },
      strategy: 'id',
      mode: 'append',
      where: null,
      workflowId: 'w-1',
      now: new Date().toISOString(),
    }),
  );

describe('changing a watermark', () => {
  it('says who wrote it, in which step', async () => {
    const store = storeWith(watermark());
    const written = await record(store);
    assert.equal(written.written_by, 'run-a/recordExtract');
    assert.deepEqual((await readWatermark(store, PREFIX, PIPELINE, tableId(TABLE)))?.watermark, written);
  });

  it('tries what was read before, without reading again, and reads it where another write came in between', async () => {
    const store = storeWith(watermark());
    const seen = await readWatermark(store, PREFIX, PIPELINE, tableId(TABLE));
    store.gets.length = 0;
    const add = (current: Watermark | null): Watermark => ({ ...current!, seq: current!.seq + 1 });
    const first = await changeWatermark(store, PREFIX, REF, 'beginSync', add, seen);
    assert.deepEqual([first.seq, store.gets], [1, []]);
    const second = await changeWatermark(store, PREFIX, refOf('run-b'), 'beginSync', add, seen);
    assert.equal(second.seq, 2);
    assert.ok(store.gets.length > 0);
  });

  it('takes a refusal that reads back as its own for a lost answer', async () => {
    const inner = storeWith(watermark());
    const written = await record(losingAnswers(inner, () => true, refused));
    assert.deepEqual([written.seq, written.mysql_rows_extracted, written.s3_file_count], [1, 100, 2]);
    assert.deepEqual(inner.json(KEY), toStored(written));
    assert.equal(inner.puts.length, 1);
  });

  it('counts once when an answer is lost and the step runs again', async () => {
    const inner = storeWith(watermark());
    const store = losingAnswers(inner, (put) => put === 1, timeout);
    await assert.rejects(record(store), StoreUnreachable);
    const written = await record(store);
    assert.deepEqual([written.seq, written.mysql_rows_extracted, written.pending.length], [1, 100, 1]);
    assert.equal(inner.puts.length, 1);
  });

  it('tells two loads of one run apart when the second one’s write is refused', async () => {
    const store = storeWith(watermark({ seq: 2, pending: [pendingOf(1, 5), pendingOf(2, 7)] }));
    const load = (target: ObjectStore, seq: number, rows: number): Promise<Watermark> =>
      changeWatermark(target, PREFIX, REF, 'recordLoad', (current) =>
        recordLoad(current, { run: REF.run, load: loadOf(seq, rows), now: LATER }),
      );
    await load(store, 1, 5);
    // Refused before it was written: what is read back is this run's and this step's, but the first load's.
    const refusing: ObjectStore = { ...losingAnswers(store, () => false, refused), put: refuseOnce(store) };
    const written = await load(refusing, 2, 7);
    assert.deepEqual([written.loaded_seq, written.redshift_rows_loaded], [2, 12]);
  });

  it('tries again after two writes met at the server', async () => {
    const store = storeWith(watermark());
    let first = true;
    const put: ObjectStore['put'] = (key, body, options) => {
      if (!first) return store.put(key, body, options);
      first = false;
      return Promise.reject(new WriteConflict(key));
    };
    const written = await record({ ...losingAnswers(store, () => false, refused), put });
    assert.equal(written.seq, 1);
  });

  it('writes nothing when nothing changes', async () => {
    const store = storeWith(watermark({ seq: 3 }));
    assert.equal((await changeWatermark(store, PREFIX, REF, 'endSync', () => 'unchanged')).seq, 3);
    assert.equal((await changeWatermark(store, PREFIX, REF, 'endSync', (current) => current!)).seq, 3);
    const none = await changeWatermark(new MemoryStore(), PREFIX, REF, 'endSync', () => 'unchanged');
    assert.deepEqual([none.table_name, none.seq, store.puts], [TABLE, 0, []]);
  });

  it('gives up, for a while, when every try finds a newer version', async () => {
    const store = storeWith(watermark());
    const put: ObjectStore['put'] = (key) => Promise.reject(refused(key));
    await assert.rejects(record({ ...losingAnswers(store, () => false, refused), put }), (error: unknown) => {
      assert.ok(error instanceof TidemarkError && error.retryable);
      assert.equal(error.code, 'TooMuchContention');
      return true;
    });
  }).timeout(30_000);
});

describe('watermark.json', () => {
  it('has snake_case names at every depth', async () => {
    const store = storeWith(watermark({ lease: leaseOf('run-a') }));
    await record(store);
    const names = new Set<string>();
    JSON.parse(store.objects.get(KEY)!.toString(), (name, value: unknown) => (names.add(name), value));
    assert.ok(names.has('recorded_at') && names.has('up_to') && names.has('workflow_id'));
    assert.deepEqual(
      [...names].filter((name) => /[A-Z]/.test(name)),
      [],
    );
  });

  it('of the earlier format is read, and written in the new one', async () => {
    const store = new MemoryStore();
    const position = { kind: 'firstLoad', h0: '2026-01-31 08:00:00', afterKey: ['7'] };
    const earlier = { ...watermark({ lease: leaseOf('run-a') }), format: 'tidemark.watermark/1', position };
    store.objects.set(KEY, Buffer.from(JSON.stringify(earlier)));
    const read = (await readWatermark(store, PREFIX, PIPELINE, tableId(TABLE)))!.watermark;
    const at = '2026-01-31 08:00:00';
    assert.deepEqual(read.position, { kind: 'firstLoad', snapshotHighWatermark: at, afterKey: ['7'] });
    assert.equal(read.lease?.holder.workflowId, leaseOf('run-a').holder.workflowId);
    await changeWatermark(store, PREFIX, REF, 'reset', (current) => ({ ...current!, seq: 5 }));
    const written = JSON.parse(store.objects.get(KEY)!.toString()) as Record<string, unknown>;
    assert.equal(written['format'], 'tidemark.watermark/2');
    assert.deepEqual(written['position'], { kind: 'firstLoad', snapshot_high_watermark: at, after_key: ['7'] });
  });
});

describe('a watermark that was edited by hand', () => {
  const broken: [string, string, RegExp][] = [
    ['is not JSON', '{', /watermark.json is not JSON/],
    ['is a list', '[]', /is not a JSON object/],
    ['is of another format', '{"format":"tidemark.watermark/9"}', /has format "tidemark.watermark\/9" instead/],
    ['has a count that is text', edited({ s3_file_count: '0' }), /no usable s3_file_count: was it edited by hand/],
    ['has a negative count', edited({ seq: -1 }), /no usable seq/],
    ['has no position', edited({ position: undefined }), /no usable position/],
    ['has a pending entry without rows', edited({ pending: [{ seq: 1 }] }), /no usable pending/],
    ['has two mistakes', edited({ mysql_status: 'ok', lease: 7 }), /no usable mysql_status, lease/],
  ];
  for (const [name, body, message] of broken) {
    it(`is refused with its name when it ${name}`, async () => {
      const store = new MemoryStore();
      store.objects.set(KEY, Buffer.from(body));
      await assert.rejects(readWatermark(store, PREFIX, PIPELINE, tableId(TABLE)), { type: 'FileDiffers', message });
      await assert.rejects(record(store), { type: 'FileDiffers', message });
      assert.equal(store.objects.get(KEY)!.toString(), body);
    });
  }
});

function edited(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...watermark(), ...changes });
}

function refuseOnce(store: ObjectStore): ObjectStore['put'] {
  let once = true;
  return (key, body, options) => {
    if (!once) return store.put(key, body, options);
    once = false;
    return Promise.reject(refused(key));
  };
}
