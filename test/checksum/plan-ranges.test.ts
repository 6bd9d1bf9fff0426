import assert from 'node:assert/strict';
import { rangesOf } from '../../src/activities/checksum/plan-ranges.js';
import type { RangeMapEntry } from '../../src/contract/range-map.js';

const entry = (upTo: string, rows: number): RangeMapEntry => ({ upTo: [upTo], rows, object: `o-${upTo}`, sha256: 's' });
const point = (key: string) => ({ at: null, key: [key] });
const limits = { rowsPerFile: 10, maxRanges: 100 };
const bounds = ({ ranges, tail }: ReturnType<typeof rangesOf>) => ({
  ranges: ranges.map(({ after, upTo, rows }) => [after?.key[0] ?? null, upTo?.key[0] ?? null, rows]),
  tail: tail === null ? null : (tail.after?.key[0] ?? null),
});

describe('the ranges of a scan by checksums', () => {
  // Not in an order that anyone but the source's collation knows.
  const entries = [entry('m', 10), entry('B', 10), entry('ä', 9)];

  it('are those of the map, and the tail behind it', () => {
    assert.deepEqual(bounds(rangesOf({ entries }, null, limits)), {
      ranges: [
        [null, 'm', 10],
        ['m', 'B', 10],
        ['B', 'ä', 9],
      ],
      tail: 'ä',
    });
  });

  it('go on where the page before ended', () => {
    const first = rangesOf({ entries }, null, { ...limits, maxRanges: 2 });
    assert.equal(first.tail, null);
    assert.deepEqual(bounds(rangesOf({ entries }, point('B'), limits)), { ranges: [['B', 'ä', 9]], tail: 'ä' });
    assert.deepEqual(bounds(rangesOf({ entries }, point('ä'), limits)), { ranges: [], tail: 'ä' });
    assert.deepEqual(bounds(rangesOf({ entries }, point('zz'), limits)), { ranges: [], tail: 'zz' });
  });

  it('of an empty map are the tail alone', () => {
    assert.deepEqual(rangesOf({ entries: [] }, null, limits), { ranges: [], tail: { after: null } });
  });

  it('that are small are read together, with all that was known of them', () => {
    const small = ['a', 'b', 'c', 'd', 'e'].map((upTo) => entry(upTo, 4));
    const { ranges } = rangesOf({ entries: small }, null, limits);
    assert.deepEqual(
      ranges.map(({ held }) => held?.map(({ upTo }) => upTo[0])),
      [['a', 'b'], ['c', 'd'], ['e']],
    );
    assert.deepEqual(bounds({ ranges, tail: null }).ranges, [
      [null, 'b', 8],
      ['b', 'd', 8],
      ['d', 'e', 4],
    ]);
  });
});
