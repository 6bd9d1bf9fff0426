// Decoders: MySQL's text in, the exact bits out, over their whole ranges.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnType } from '../../src/contract/table-shape.js';
import type { ColumnData } from '../../src/parquet/columns/column.js';
import { columnFor } from '../../src/parquet/columns/column-for.js';
import { numberOf } from '../../src/parquet/columns/real.js';
import { Unfit } from '../../src/parquet/errors.js';

function decoded(type: ColumnType, ...texts: (string | null)[]): ColumnData {
  const column = columnFor({ name: 'c', declared: '', nullable: true, type, values: { zeroDate: 'stop' } });
  for (const text of texts) column.add(text === null ? null : Buffer.from(text));
  return column.data();
}

function longs({ values }: ColumnData): bigint[] {
  return [...new BigInt64Array(values.buffer, values.byteOffset, values.byteLength / 8)];
}

const refused = (type: ColumnType, text: string, kind: string, pattern = /./): void =>
  assert.throws(
    () => decoded(type, text),
    (error: unknown) => error instanceof Unfit && error.type === kind && pattern.test(error.message),
    text,
  );

describe('decoding integers', () => {
  it('is exact for every value of 64 bits', () => {
    const values = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const near = fc.integer().map(BigInt);
    fc.assert(
      fc.property(fc.oneof(values, near), (value) =>
        assert.deepEqual(longs(decoded({ kind: 'int', bits: 64 }, String(value))), [value]),
      ),
    );
  });

  it('keeps the extremes of every size and refuses what is beyond', () => {
    for (const bits of [8, 16, 32, 64] as const) {
      const most = 2n ** BigInt(bits - 1) - 1n;
      const type = { kind: 'int', bits } as const;
      const { values } = decoded(type, String(most), String(-most - 1n), '-0', '007');
      const found = bits === 64 ? longs(decoded(type, String(most), String(-most - 1n), '-0', '007')) : [...values];
      assert.deepEqual(found.map(BigInt), [most, -most - 1n, 0n, 7n]);
      refused(type, String(most + 1n), 'ShapeChanged');
      refused(type, String(-most - 2n), 'ShapeChanged');
      for (const text of ['', '-', '1.5', '1e3', ' 1', 'x']) refused(type, text, 'ShapeChanged');
    }
  });
});

describe('decoding decimals', () => {
  const unscaled = ({ values }: ColumnData): bigint => {
    const words = new BigUint64Array(values.buffer, values.byteOffset, 2);
    return BigInt.asIntN(128, words[0]! | (words[1]! << 64n));
  };

  it('is exact for every value of 38 digits at every scale', () => {
    const cases = fc.record({
      value: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      scale: fc.integer({ min: 0, max: 37 }),
      short: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ value: wide, scale, short }) => {
        const value = short ? wide / 10n ** 26n : wide;
        const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
        const whole = digits.slice(0, digits.length - scale);
        const text = `${value < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
        assert.equal(unscaled(decoded({ kind: 'decimal', precision: 38, scale }, text)), value, text);
      }),
    );
  });

  it('refuses digits that the declared type has no room for', () => {
    const type = { kind: 'decimal', precision: 5, scale: 2 } as const;
    assert.equal(unscaled(decoded(type, '-999.99')), -99_999n);
    for (const text of ['1000.00', '1.5', '1.234', '12', '', '.', 'a.00', '1..0', '1.a0']) {
      refused(type, text, 'ShapeChanged');
    }
    refused({ kind: 'decimal', precision: 20, scale: 0 }, '1'.repeat(21), 'ShapeChanged');
  });
});

/** As MySQL prints it: String(-0) would lose the sign. */
const spelled = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

describe('decoding numbers', () => {
  it('rounds every double once, as the language does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(numberOf(Buffer.from(spelled(value))), value);
      }),
    );
    const decimals = fc.tuple(
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      fc.integer({ min: 0, max: 999_999 }),
    );
    fc.assert(
      fc.property(decimals, ([whole, fraction]) => {
        const text = `${whole}.${fraction}`;
        assert.equal(numberOf(Buffer.from(text)), Number(text));
      }),
    );
  });

  it('takes a FLOAT only as the very float that MySQL holds', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) =>
        assert.deepEqual([...decoded({ kind: 'float' }, spelled(value)).values], [value]),
      ),
    );
    refused({ kind: 'float' }, '0.1', 'ShapeChanged', /not a float/);
    for (const text of ['', 'nan', 'inf', '1,5', '--1']) refused({ kind: 'double' }, text, 'ShapeChanged');
  });
});

describe('decoding dates and times', () => {
  const DAY = 86_400_000_000n;
  const day = fc.integer({ min: -354_285, max: 2_932_896 });

  it('is exact for every day from 1000-01-01 to 9999-12-31', () => {
    fc.assert(
      fc.property(day, (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        assert.deepEqual([...decoded({ kind: 'date' }, text, text).values], [days, days]);
      }),
    );
  });

  it('is exact for every microsecond, before 1970 too, at every number of digits', () => {
    const cases = fc.record({
      days: day,
      micros: fc.bigInt({ min: 0n, max: DAY - 1n }),
      digits: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(cases, ({ days, micros, digits }) => {
        const tick = 10n ** BigInt(6 - digits);
        const time = (micros / tick) * tick;
        const iso = new Date(days * 86_400_000 + Number(time / 1_000n)).toISOString();
        const fraction = String(time % 1_000_000n)
          .padStart(6, '0')
          .slice(0, digits);
        const text = `${iso.slice(0, 19).replace('T', ' ')}${digits > 0 ? `.${fraction}` : ''}`;
        assert.deepEqual(longs(decoded({ kind: 'timestamp', digits }, text)), [BigInt(days) * DAY + time], text);
      }),
    );
  });

  it('refuses days that no calendar has, and does not pass them from one row to the next', () => {
    for (const text of [
      '0000-00-00',
      '2020-00-10',
      '2020-05-00',
      '2019-02-29',
      '1900-02-29',
      '2020-13-01',
      '2020-04-31',
    ]) {
      refused({ kind: 'date' }, text, 'UnrepresentableValue', /no calendar has/);
      refused({ kind: 'timestamp', digits: 0 }, `${text} 00:00:00`, 'UnrepresentableValue');
    }
    assert.deepEqual(
      [...decoded({ kind: 'date' }, '2000-02-29', '1970-01-01', '0001-01-01').values],
      [11_016, 0, -719_162],
    );
  });

  it('refuses text that is no date', () => {
    for (const text of ['', '2020-1-1', '20200101', '2020-01-01 00:00:00', 'x020-01-01']) {
      refused({ kind: 'date' }, text, 'ShapeChanged');
    }
    for (const text of [
      '2020-01-01',
      '2020-01-01 24:00:00',
      '2020-01-01 00:60:00',
      '2020-01-01 00:00:00.1234567',
      '2020-01-01T00:00:00',
      '2020-01-01 00:00:00.x',
    ]) {
      refused({ kind: 'timestamp', digits: 6 }, text, 'ShapeChanged');
    }
  });
});

describe('decoding text', () => {
  it('keeps every byte, NULL and the empty text apart', () => {
    const texts = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 60 }), { nil: null }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, (all) => {
        const clean = all.map((text) => text?.replaceAll('\0', '') ?? null);
        const { values, offsets, validity, nulls } = decoded(
          { kind: 'string', maxBytes: 65_535, check: true },
          ...clean,
        );
        const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
        const read = clean.map((_, row) => {
          if (validity !== null && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) return null;
          return bytes.toString('utf8', offsets![row], offsets![row + 1]);
        });
        assert.deepEqual(read, clean);
        assert.equal(nulls, clean.filter((text) => text === null).length);
      }),
    );
  });

  it('measures bytes, and says whether the value or the table is at fault', () => {
    const type = { kind: 'string', maxBytes: 5 } as const;
    assert.equal(decoded({ ...type, check: true }, 'ääb').values.length, 5);
    refused({ ...type, check: true }, 'äää', 'UnrepresentableValue', /6 bytes.*holds 5/);
    refused({ ...type, check: false }, 'äää', 'ShapeChanged', /6 bytes/);
  });

  it('refuses NUL characters, short or long', () => {
    const type = { kind: 'string', maxBytes: 99, check: false } as const;
    refused(type, 'a\0b', 'UnrepresentableValue', /NUL/);
    refused(type, `${'a'.repeat(40)}\0`, 'UnrepresentableValue', /NUL/);
  });

  it('refuses half a surrogate pair, short or long, and no character beside it', () => {
    const column = () =>
      columnFor({ name: 'c', declared: '', nullable: true, type: { kind: 'string', maxBytes: 99, check: false } });
    for (const around of ['', '한'.repeat(10)]) {
      const half = Buffer.concat([Buffer.from(around), Buffer.from([0xed, 0xa0, 0x80])]);
      assert.throws(
        () => column().add(half),
        (error) => error instanceof Unfit && /surrogate/.test(error.message),
      );
      assert.equal(column().add(Buffer.from(`${around}\ud7ff\ue000í`)) > 0, true);
    }
  });
});
