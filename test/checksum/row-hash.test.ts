import assert from 'node:assert/strict';
import { RowHasher } from '../../src/mysql/checksum/row-hash.js';
import { PrintedRow } from '../../src/mysql/rows/printed-row.js';
import type { Row } from '../../src/mysql/source.js';

const hasher = new RowHasher('seed');
const values = (...texts: (string | null)[]) => texts.map((text) => (text === null ? null : Buffer.from(text)));
const row = (...texts: (string | null)[]): Row => new PrintedRow().set(values(...texts));

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
    assert.equal(new Set(rows.map((each) => hasher.hash(each))).size, rows.length);
    assert.ok(rows.every((each) => hasher.hash(each).length === 8));
  });

  it('is another one under another seed', () => {
    assert.notEqual(new RowHasher('other').hash(row('a')), hasher.hash(row('a')));
  });
});
