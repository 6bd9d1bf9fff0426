// The page's decisions, against a model with random ranges, completions, limits, failures and cancels; and rule by rule.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChunkResult } from '../../src/contract/files.js';
import { Page } from '../../src/workflows/chunk-scheduler.js';
import { PageModel } from './support/chunk-scheduler-model.js';

const rows = fc.integer({ min: 0, max: 12 });
const counts = fc.oneof(
  fc.record({ planned: rows, actual: rows }),
  rows.map((n) => ({ planned: n, actual: n })),
);
const limit = fc.option(fc.integer({ min: 1, max: 80 }), { nil: null });
const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });
const start = fc.record({
  ranges: fc.array(counts, { maxLength: 8 }),
  already: fc.nat(10),
  limit,
  window: fc.integer({ min: 1, max: 5 }),
});
type Act =
  | { readonly do: 'start' }
  | { readonly do: 'finish'; readonly nth: number; readonly withResult: boolean }
  | { readonly do: 'limit'; readonly limit: number | null }
  | { readonly do: 'fail' | 'cancelAll'; readonly nth: number };
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Act>({ do: 'start' }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('finish' as const), nth: fc.nat(9), withResult: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), limit }) },
  ),
  { maxLength: 40 },
);
const ends = fc.option(fc.record({ do: fc.constantFrom('fail' as const, 'cancelAll' as const), nth: fc.nat(9) }));

function play(model: PageModel, act: Act): number | null | undefined {
  if (act.do === 'start') model.start();
  if (act.do === 'finish') model.finish(act.nth, act.withResult);
  if (act.do === 'limit') return model.setLimit(act.limit);
  if (act.do === 'fail') model.fail(act.nth);
  if (act.do === 'cancelAll') model.stopped = true;
  return undefined;
}
const picker = (order: readonly number[]) => {
  let turn = 0;
  return (count: number): number => order[turn++ % order.length]! % count;
};
const LOTS = { numRuns: 3_000 };

describe('a page, whatever happens in whatever order', () => {
  it('accepts a gapless prefix and ends at exactly the limit that was answered', () => {
    fc.assert(
      fc.property(start, acts, picks, (s, steps, order) => {
        const model = new PageModel(s.ranges, s.already, s.limit, s.window);
        let answer = s.limit === null ? null : Math.max(s.limit, s.already);
        let limits = 0;
        for (const act of steps) {
          const answered = play(model, act);
          if (answered !== undefined) [answer, limits] = [answered, limits + 1];
        }
        model.drain(picker(order));

        assert.equal(model.page.counted, Math.min(answer ?? Infinity, Math.max(model.total, s.already)));
        const most = 3 * (s.ranges.length + 1) * (limits + 1) + model.cancels;
        assert.ok(model.dispatches.length <= most, `${model.dispatches.length} readings of ${s.ranges.length} ranges`);
      }),
      LOTS,
    );
  });

  it('keeps the longest gapless prefix when a reading fails or the run is cancelled', () => {
    fc.assert(
      fc.property(start, acts, ends, acts, picks, (s, before, end, after, order) => {
        const model = new PageModel(s.ranges, s.already, null, s.window);
        const within = (steps: readonly Act[]) => steps.filter((act) => act.do !== 'limit');
        for (const act of within(before)) play(model, act);
        const wanted = model.reading.length;
        if (end !== null) play(model, end);
        for (const act of within(after)) play(model, act);
        model.drain(picker(order));

        if (end?.do === 'fail' && wanted > 0) assert.deepEqual(model.acceptedIds, model.idsBeforeGap);
        if (end?.do === 'cancelAll') assert.deepEqual(model.acceptedIds, model.idsStarted);
      }),
      LOTS,
    );
  });

  it('survives failures, cancels and limits all at once', () => {
    fc.assert(
      fc.property(start, acts, ends, acts, picks, (s, before, end, after, order) => {
        const model = new PageModel(s.ranges, s.already, s.limit, s.window);
        for (const act of [...before, ...(end === null ? [] : [end]), ...after]) play(model, act);
        model.drain(picker(order));
      }),
      LOTS,
    );
  });
});

describe('a page with a row limit', () => {
  const range = (n: number, planned: number) => ({ after: at(n * 100 - 1), upTo: at(n * 100 + 99), rows: planned });
  const at = (id: number) => ({ at: null, key: [String(id)] });
  const result = (rows: number, end = 0): ChunkResult => ({
    files: [{ key: 'k', rows, bytes: 1, sha256: '' }],
    rows,
    end: rows === 0 ? null : at(end),
  });
  const page = (limit: number | null, ...planned: number[]): Page =>
    new Page({ ranges: planned.map((rows, n) => range(n, rows)), counted: 0, limit, firstChunkId: 1 });

  it('reads whole what fits, waits, and reads the rest alone', () => {
    const p = page(25, 10, 10, 10);
    assert.deepEqual([p.next()?.limit, p.next()?.limit, p.next()], [null, null, null]);
    p.finish(2, result(10));
    assert.equal(p.next(), null);
    p.finish(1, result(10));
    assert.equal(p.next()?.limit, 5);
    p.finish(3, result(5));
    assert.deepEqual([p.counted, p.next(), p.complete], [25, null, false]);
  });

  it('counts a result that waits by what was read, not by what was planned', () => {
    const p = page(30, 10, 10, 10, 5);
    for (const chunkId of [1, 2]) assert.equal(p.next()?.chunkId, chunkId);
    p.finish(2, result(15));
    assert.equal(p.next(), null, '10 planned, 15 read: 10 more do not fit');
  });

  it('goes on into the ranges behind when a range came out smaller', () => {
    const p = page(15, 10, 10, 10);
    p.next();
    p.finish(1, result(3));
    assert.equal(p.next()?.limit, null);
    p.finish(2, result(4));
    assert.equal(p.next()?.limit, 8);
  });

  it('discards what came out larger and would cross the limit, and reads it again with LIMIT, once', () => {
    const p = page(12, 10, 10);
    p.next();
    assert.deepEqual(p.finish(1, result(15)), []);
    assert.deepEqual([p.counted, p.discardedFiles], [0, 1]);
    assert.deepEqual([p.next()?.limit, p.next()], [12, null]);
    p.finish(2, result(12));
    assert.deepEqual([p.counted, p.discardedFiles], [12, 1]);
  });

  it('cancels what no longer fits behind a range that came out larger', () => {
    const p = page(30, 10, 10, 10);
    for (let i = 0; i < 3; i += 1) p.next();
    assert.deepEqual(p.finish(1, result(15)), [3]);
  });

  it('lowered below what is in flight, cancels the chunk across it and all behind, and reads the one across with LIMIT', () => {
    const p = page(null, 10, 10, 10, 10);
    for (let i = 0; i < 4; i += 1) p.next();
    p.finish(4, result(10));
    assert.deepEqual(p.setLimit(15), [2, 3]);
    assert.equal(p.discardedFiles, 1);
    p.finish(1, result(10));
    assert.equal(p.next()?.limit, 5);
    p.finish(2, result(10));
    assert.deepEqual([p.counted, p.discardedFiles], [10, 2], 'a result that came after its cancel is discarded');
  });

  it('raised while the rest is read with LIMIT, reads what is left of that range too', () => {
    const p = page(5, 10, 10);
    assert.equal(p.next()?.limit, 5);
    assert.deepEqual(p.setLimit(null), []);
    assert.equal(p.next()?.range.after?.key[0], '99');
    p.finish(1, result(5, 4));
    const rest = p.next();
    assert.deepEqual([rest?.range.after?.key[0], rest?.range.upTo?.key[0], rest?.limit], ['4', '99', null]);
  });

  it('raised a little while the rest is read with LIMIT, starts nothing that would cross it with what is left', () => {
    const p = page(5, 10, 10);
    p.next();
    p.setLimit(17);
    assert.equal(p.next(), null, '10 of the first range and 10 of the second are more than 17');
  });

  it('lowered below what is counted, ends there', () => {
    const p = page(null, 10, 10);
    p.next();
    p.next();
    p.finish(1, result(10));
    assert.deepEqual(p.setLimit(3), [2]);
    assert.deepEqual([p.next(), p.counted, p.limitReached], [null, 10, true]);
  });
});
