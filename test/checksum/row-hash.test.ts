import assert from 'node:assert/strict';
import { Murmur3 } from '../../src/mysql/checksum/murmur3.js';
import { RowHasher } from '../../src/mysql/checksum/row-hash.js';
import { PrintedRow } from '../../src/mysql/rows/printed-row.js';
import type { Row } from '../../src/mysql/source.js';

const hasher = new RowHasher('seed');
const values = (...texts: (string | null)[]) => texts.map((text) => (text === null ? null : Buffer.from(text)));
const row = (...texts: (string | null)[]): Row => new PrintedRow().set(values(...texts));

const hex = (by: RowHasher, each: Pick<Row, 'image' | 'protocol'>): string => by.hash(each).slice(0, 2).join();

describe('the hash of a row', () => {
  const rows: Row[] = [
    row(),
    row(null),
    row(''),
    row(null, null),
    row(null, ''),
    row('', null),
    row('', ''),
    row('ab', 'c'),
    row('a', 'bc'),
    row('abc', ''),
    row('abc', null),
    row(null, 'abc', null),
    row('x'.repeat(250), 'y'),
    row('x'.repeat(251), 'y'),
    row('x'.repeat(70_000), null, 'y'),
  ];

  it('differs wherever rows do, also by what is NULL and where a value ends', () => {
    assert.equal(new Set(rows.map((each) => hex(hasher, each))).size, rows.length);
  });

  it('is another one under another seed', () => {
    assert.notEqual(hex(new RowHasher('other'), row('a')), hex(hasher, row('a')));
  });

  it('is another one by the other protocol, even of the same bytes', () => {
    const bytes = Buffer.from('the same bytes');
    const image = () => ({ bytes, from: 0, to: bytes.length });
    assert.notEqual(hex(hasher, { protocol: 'binary', image }), hex(hasher, { protocol: 'text', image }));
  });

  it('does not depend on where in memory the row lies', () => {
    const at = (from: number) => ({
      protocol: 'binary' as const,
      image: () => ({
        bytes: Buffer.concat([Buffer.alloc(from, 7), Buffer.from('a row of some bytes'), Buffer.alloc(9, 5)]),
        from,
        to: from + 19,
      }),
    });
    assert.equal(new Set([0, 1, 2, 3, 4, 64].map((from) => hex(hasher, at(from)))).size, 1);
  });
});

describe('MurmurHash3', () => {
  it('is the one that its author published: the verification value of its test suite', () => {
    const digest = (seed: number, bytes: Buffer): Buffer => {
      const murmur = new Murmur3([seed, seed, seed, seed]);
      murmur.update(bytes, 0, bytes.length);
      return Buffer.from(new Uint8Array(murmur.words.buffer));
    };
    const key = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
    const all = Array.from({ length: 256 }, (_, at) => digest(256 - at, key.subarray(0, at)));
    assert.equal(digest(0, Buffer.concat(all)).readUInt32LE(0), 0xb3ece62a);
  });
});
