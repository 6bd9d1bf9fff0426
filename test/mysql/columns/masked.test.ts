// Masks, byte by byte: what of a value gets into a file.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ColumnType, Mask } from '../../../src/contract/table-shape.js';
import { columnFor } from '../../../src/parquet/columns/column-for.js';

const TEXT: ColumnType = { kind: 'string', maxBytes: 400, check: false };

function masked(mask: Mask, texts: readonly (string | null)[], type = TEXT, salt: string | null = null) {
  const column = columnFor({ name: 'c', declared: '', nullable: true, type, rename: 'r', mask }, salt);
  for (const text of texts) column.add(text === null ? null : Buffer.from(text));
  const data = column.data();
  const bytes = Buffer.from(data.values.buffer, data.values.byteOffset, data.values.byteLength);
  const has = (row: number): boolean => data.validity === null || (data.validity[row >> 3]! & (1 << (row & 7))) !== 0;
  const values = texts.map((_, row) =>
    has(row) && data.offsets !== null ? bytes.toString('utf8', data.offsets[row], data.offsets[row + 1]) : null,
  );
  return { data, values };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('masks', () => {
  it('hash the text of a value with SHA-256, and leave NULL what it is', () => {
    const mask: Mask = { kind: 'hash', salted: false };
    const { values, data } = masked(mask, ['ann@example.com', null, '', '台北']);
    assert.deepEqual(values, [sha256('ann@example.com'), null, sha256(''), sha256('台北')]);
    assert.equal(data.name, 'r');
  });

  it('hash numbers and times as MySQL writes them, into text', () => {
    const { values, data } = masked({ kind: 'hash', salted: false }, ['42', '-7'], { kind: 'int', bits: 64 });
    assert.deepEqual(values, [sha256('42'), sha256('-7')]);
    assert.deepEqual(data.type, { kind: 'string', maxBytes: 64, check: false });
  });

  it('put the salt before every value, and refuse to hash without it', () => {
    const mask: Mask = { kind: 'hash', salted: true };
    assert.deepEqual(masked(mask, ['a', 'b'], TEXT, 'pepper').values, [sha256('peppera'), sha256('pepperb')]);
    const lengths = [3, 0, 500, 20, 5_000].map((length) => 'x'.repeat(length));
    assert.deepEqual(
      masked(mask, lengths, TEXT, 'pepper').values,
      lengths.map((text) => sha256(`pepper${text}`)),
    );
    assert.throws(() => masked(mask, ['a']), /without its salt/);
    // A run that began without a salt stays without one.
    assert.deepEqual(masked({ kind: 'hash', salted: false }, ['a'], TEXT, 'pepper').values, [sha256('a')]);
  });

  it('keep the last characters, not bytes', () => {
    const last = (characters: number, text: string) => masked({ kind: 'keepLast', characters }, [text]).values[0];
    assert.equal(last(4, '4111111111111234'), '************1234');
    assert.equal(last(1, '台北市'), '**市');
    assert.equal(last(2, 'a😀é'), '*😀é');
    assert.equal(last(3, ''), '');
  });

  it('show nothing of a value that has no more characters than are kept', () => {
    const { values } = masked({ kind: 'keepLast', characters: 4 }, ['1234', '台北', null, '12345']);
    assert.deepEqual(values, ['****', '**', null, '*2345']);
  });

  it('keep any number of characters of any text, and never make it longer', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (value, characters) => {
        const points = Array.from(value);
        const hidden = points.length <= characters ? points.length : points.length - characters;
        const expected = '*'.repeat(hidden) + points.slice(hidden).join('');
        assert.equal(masked({ kind: 'keepLast', characters }, [value]).values[0], expected);
        assert.ok(Buffer.byteLength(expected) <= Buffer.byteLength(value));
      }),
    );
  });

  it('leave no value where the mask is null, in the type that the column has', () => {
    const { data } = masked({ kind: 'null' }, ['12', null, '13'], { kind: 'int', bits: 32 });
    assert.deepEqual([data.rows, data.nulls, data.type], [3, 3, { kind: 'int', bits: 32 }]);
    assert.ok(data.values.every((value) => value === 0));
  });

  it('are no part of a column without one', () => {
    const plain = columnFor({ name: 'c', declared: '', nullable: true, type: TEXT }, 'pepper');
    assert.equal(plain.constructor.name, 'TextColumn');
  });
});
