import assert from 'node:assert/strict';
import { RowHasher } from '../../src/mysql/checksum/row-hash.js';
import type { Row } from '../../src/mysql/source.js';

const hasher = new RowHasher('seed');
const row = (...values: (string | null)[]): Row => values.map((value) => (value === null ? null : Buffer.from(value)));

/** The same values as views of one packet, as the driver gives them. */
function packet(values: Row): Row {
  const parts = values.flatMap((value) => {
    if (value === null) return [Buffer.from([0xfb])];
    const { length } = value;
    const prefix =
      length < 0xfb
        ? [length]
        : length < 65_536
          ? [0xfc, length & 255, length >> 8]
          : [0xfd, length & 255, (length >> 8) & 255, length >> 16];
    return [Buffer.from(prefix), value];
  });
  const whole = Buffer.concat([Buffer.from('header'), ...parts, Buffer.from('next')]);
  let at = 'header'.length;
  return values.map((value) => {
    if (value === null) {
      at += 1;
      return null;
    }
    at += value.length < 0xfb ? 1 : value.length < 65_536 ? 3 : 4;
    at += value.length;
    return whole.subarray(at - value.length, at);
  });
}

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
    assert.equal(new Set(rows.map((values) => hasher.hash(values))).size, rows.length);
    assert.ok(rows.every((values) => hasher.hash(values).length === 8));
  });

  it('is the same for values of one packet and values of their own', () => {
    for (const values of rows) assert.equal(hasher.hash(packet(values)), hasher.hash(values));
  });

  it('does not take values that merely lie side by side for a packet', () => {
    const memory = Buffer.from('zabzc');
    const side = [memory.subarray(1, 3), memory.subarray(4, 5)];
    assert.equal(hasher.hash(side), hasher.hash(row('ab', 'c')));
  });

  it('is another one under another seed', () => {
    assert.notEqual(new RowHasher('other').hash(row('a')), hasher.hash(row('a')));
  });
});
