// What policies make of values that Redshift can't hold, and that each is counted.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnType } from '../../src/contract/table-shape.js';
import type { ValuePolicies } from '../../src/contract/value-policies.js';
import type { ColumnData } from '../../src/parquet/columns/column.js';
import { columnFor } from '../../src/parquet/columns/column-for.js';
import { Unfit } from '../../src/parquet/errors.js';

function column(type: ColumnType, values: ValuePolicies, ...sent: (string | Buffer)[]): ColumnData {
  const column = columnFor({ name: 'c', declared: '', nullable: true, type, values });
  for (const value of sent) column.add(Buffer.from(value as string));
  return column.data();
}

const isNull = ({ validity }: ColumnData, row: number): boolean =>
  validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0;

function texts(data: ColumnData): (string | null)[] {
  const { values, offsets, rows } = data;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Array.from({ length: rows }, (_, row) =>
    isNull(data, row) ? null : bytes.toString('utf8', offsets![row], offsets![row + 1]),
  );
}

const text = (maxBytes: number): ColumnType => ({ kind: 'string', maxBytes, check: true });
const IMPOSSIBLE = ['0000-00-00', '2024-00-00', '2024-05-00', '2023-02-29', '2023-02-30', '0000-05-01'];

describe('the policy of dates that no calendar has', () => {
  it('makes them NULL by default, and counts them', () => {
    const days = column({ kind: 'date' }, {}, '2024-02-29', ...IMPOSSIBLE, '1970-01-02', '0000-00-00', '0000-00-00');
    assert.deepEqual([days.nulls, days.changed], [8, { zeroDate: 8 }]);
    assert.deepEqual([days.values[0], days.values[7], isNull(days, 0), isNull(days, 7)], [19_782, 1, false, false]);
    const moments = IMPOSSIBLE.map((day) => `${day} 10:20:30.5`);
    const times = column({ kind: 'timestamp', digits: 1 }, {}, ...moments, '1970-01-01 00:00:01.0');
    assert.deepEqual([times.nulls, times.changed], [6, { zeroDate: 6 }]);
    assert.equal(new BigInt64Array(times.values.buffer, 0, 7)[6], 1_000_000n);
  });

  it('puts another date in their place, at midnight', () => {
    const days = column({ kind: 'date' }, { zeroDate: '1970-01-02' }, '0000-00-00');
    assert.deepEqual([days.values[0], days.nulls, days.changed], [1, 0, { zeroDate: 1 }]);
    const times = column({ kind: 'timestamp', digits: 0 }, { zeroDate: '1970-01-02' }, '0000-00-00 10:20:30');
    assert.equal(new BigInt64Array(times.values.buffer, 0, 1)[0], 86_400_000_000n);
  });

  it('takes no other text for a date', () => {
    for (const wrong of ['', '0000-00-0', 'yesterday!']) {
      assert.throws(
        () => column({ kind: 'date' }, {}, wrong),
        (error: unknown) => error instanceof Unfit && error.code === 'ShapeChanged',
      );
    }
  });
});

describe('the policy of values that are too long', () => {
  it('cuts text at the end of a character, as long as can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 4, max: 60 }), (any, most) => {
        const whole = any.replaceAll('\0', '');
        const [cut] = texts(column(text(most), { tooLong: 'truncate' }, whole));
        assert.ok(cut != null && whole.startsWith(cut));
        const next = String.fromCodePoint(whole.codePointAt(cut.length) ?? 0);
        if (cut !== whole) assert.ok(Buffer.byteLength(cut) <= most && Buffer.byteLength(cut + next) > most);
      }),
    );
    assert.deepEqual(column(text(4), { tooLong: 'truncate' }, 'abcd', 'abcde').changed, { tooLong: 1 });
  });

  it('makes text or bytes NULL, and stops by default with the size and the beginning', () => {
    const data = column(text(3), { tooLong: null }, 'abcd', 'abc');
    assert.deepEqual([texts(data), data.changed], [[null, 'abc'], { tooLong: 1 }]);
    const bytes = column({ kind: 'bytes', maxBytes: 3, check: true }, { tooLong: null }, Buffer.alloc(4));
    assert.deepEqual([bytes.nulls, bytes.changed], [1, { tooLong: 1 }]);
    assert.throws(() => column(text(3), {}, 'äöü'), /a text of 6 bytes; the Redshift column holds 3: "äöü…"/);
  });

  it('never touches a value that MySQL itself could not hold', () => {
    assert.throws(
      () => column({ kind: 'string', maxBytes: 3, check: false }, { tooLong: 'truncate' }, 'abcd'),
      (error: unknown) => error instanceof Unfit && error.code === 'ShapeChanged',
    );
  });
});

describe('the policies of what is no text', () => {
  const half = Buffer.from('61eda08062', 'hex');
  const LONG = 'x'.repeat(100);

  it('remove NUL characters and replace what is not UTF-8, in short values and long ones', () => {
    const policies = { nul: 'remove', invalidUtf8: 'replace' } as const;
    const sent = ['a\0b', `\0${LONG}\0`, half, Buffer.concat([half, Buffer.from(LONG)]), 'plain', '\0'];
    const data = column(text(400), policies, ...sent);
    assert.deepEqual(texts(data), ['ab', LONG, 'a\ufffd\ufffd\ufffdb', `a\ufffd\ufffd\ufffdb${LONG}`, 'plain', '']);
    assert.deepEqual(data.changed, { nul: 3, invalidUtf8: 2 });
  });

  it('stop by default', () => {
    for (const sent of ['a\0', `${LONG}\0`]) assert.throws(() => column(text(400), {}, sent), /NUL character/);
    for (const sent of [
      half,
      Buffer.concat([half, Buffer.from(LONG)]),
      Buffer.from([0xc3, 0x28]),
      Buffer.from([0xff]),
    ]) {
      assert.throws(() => column(text(400), {}, sent), /not UTF-8/);
    }
  });

  it('apply one after the other, and the value still fits', () => {
    const policies = { nul: 'remove', invalidUtf8: 'replace', tooLong: 'truncate' } as const;
    const data = column(text(7), policies, Buffer.concat([half, Buffer.from('\0')]));
    assert.deepEqual(texts(data), ['a\ufffd\ufffd']);
  });
});
