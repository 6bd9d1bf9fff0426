import assert from 'node:assert/strict';
import { PrintedRow } from '../../src/mysql/rows/printed-row.js';
import { RangeDiff } from '../../src/activities/checksum/range-diff.js';

type TestRow = readonly [key: string, value: string];
const hashOf = (value: string): Int32Array => new Int32Array(new Uint8Array(Buffer.from(value.padEnd(8, '\0'))).buffer);
const row = (...key: string[]) => new PrintedRow().set(key.map((value) => Buffer.from(value)));

function added(diff: RangeDiff, rows: readonly TestRow[]): string[] {
  return rows.filter(([key, value]) => diff.add(hashOf(value), row(key), [0])).map(([key]) => key);
}

/** The object that a run over these rows leaves. */
function objectOf(rows: readonly TestRow[]): Buffer {
  const diff = new RangeDiff(Buffer.alloc(0), 1);
  added(diff, rows);
  return rows.length === 0 ? Buffer.alloc(0) : diff.take(rows.length).body;
}

function compare(before: readonly TestRow[], now: readonly TestRow[]) {
  const diff = new RangeDiff(objectOf(before), 1);
  const changed = added(diff, now);
  return { changed, gone: [...diff.gone()].map(([key]) => String(key)), unchanged: diff.unchanged };
}

describe('the rows of a range, compared with those of the last run', () => {
  const three: TestRow[] = [
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ];
  const cases: [string, readonly TestRow[], readonly TestRow[], string[], string[]][] = [
    ['nothing against nothing', [], [], [], []],
    ['all are new', [], three, ['a', 'b', 'c'], []],
    ['the same', three, three, [], []],
    ['all are gone', three, [], [], ['a', 'b', 'c']],
    ['the last one is gone', three, three.slice(0, 2), [], ['c']],
    ['the first one is gone', three, three.slice(1), [], ['a']],
    [
      'one differs',
      three,
      [
        ['a', '1'],
        ['b', 'x'],
        ['c', '3'],
      ],
      ['b'],
      [],
    ],
    [
      'one comes between',
      three,
      [
        ['a', '1'],
        ['ab', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
      ['ab'],
      [],
    ],
    ['one comes behind', three, [...three, ['d', '4']], ['d'], []],
    [
      'a key is spelled otherwise',
      three,
      [
        ['a', '1'],
        ['B', '2'],
        ['c', '3'],
      ],
      ['B'],
      ['b'],
    ],
    [
      'a key gets a blank',
      three,
      [
        ['a ', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
      ['a '],
      ['a'],
    ],
    [
      'the order is another, as under another collation',
      three,
      [
        ['c', '3'],
        ['a', '1'],
        ['b', '2'],
      ],
      [],
      [],
    ],
    [
      'everything at once',
      three,
      [
        ['_', '0'],
        ['b', 'x'],
        ['c', '3'],
      ],
      ['_', 'b'],
      ['a'],
    ],
  ];
  for (const [title, before, now, changed, gone] of cases) {
    it(title, () => {
      const found = compare(before, now);
      assert.deepEqual([found.changed, found.gone], [changed, gone]);
      assert.equal(found.unchanged, objectOf(before).equals(objectOf(now)));
    });
  }

  it('finds what a comparison by a plain map finds, for any changes', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const before = Array.from({ length: random(40) }, (_, at): TestRow => [`k${at}`, String(random(3))]);
      const now = before.flatMap(([key, value]): TestRow[] => {
        if (random(8) === 0) return [];
        const row: TestRow = [key, random(8) === 0 ? 'new' : value];
        return random(8) === 0 ? [row, [`${key}+`, '0']] : [row];
      });
      const old = new Map(before);
      const { changed, gone } = compare(before, now);
      assert.deepEqual(
        changed,
        now.filter(([key, value]) => old.get(key) !== value).map(([key]) => key),
      );
      const there = new Set(now.map(([key]) => key));
      assert.deepEqual(
        gone,
        before.map(([key]) => key).filter((key) => !there.has(key)),
      );
    }
  });

  it('gives out pieces while rows come, and compares the later ones as before', () => {
    const rows = Array.from({ length: 1_000 }, (_, at): TestRow => [`key ${at}`, 'v']);
    const diff = new RangeDiff(objectOf(rows.slice(0, 900)), 1);
    const bodies: Buffer[] = [];
    const changed: string[] = [];
    for (const row of rows) {
      changed.push(...added(diff, [row]));
      if (diff.rows < 200) continue;
      const piece = diff.take(100);
      bodies.push(piece.body);
      assert.deepEqual(piece.last.map(String), [`key ${bodies.length * 100 - 1}`]);
    }
    const rest = diff.take(diff.rows);
    assert.deepEqual(rest.last.map(String), ['key 999']);
    assert.ok(Buffer.concat([...bodies, rest.body]).equals(objectOf(rows)));
    assert.deepEqual([changed.length, [...diff.gone()]], [100, []]);
  });

  it('tells the columns of a key apart', () => {
    const object = new RangeDiff(Buffer.alloc(0), 2);
    object.add(hashOf('1'), row('ab', 'c'), [0, 1]);
    const diff = new RangeDiff(object.take(1).body, 2);
    assert.ok(diff.add(hashOf('1'), row('a', 'bc'), [0, 1]));
    assert.deepEqual(
      [...diff.gone()].map((key) => key.map(String)),
      [['ab', 'c']],
    );
  });

  it('refuses a key without a value', () => {
    const diff = new RangeDiff(Buffer.alloc(0), 1);
    assert.throws(() => diff.add(hashOf('1'), new PrintedRow().set([null]), [0]), /a value of the key is NULL/);
  });
});
