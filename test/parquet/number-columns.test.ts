// Values that come as numbers leave the same columns as their text, also while the columns grow.
import assert from 'node:assert/strict';
import type { ColumnType } from '../../src/contract/table-shape.js';
import type { Column } from '../../src/parquet/columns/column.js';
import { columnFor } from '../../src/parquet/columns/column-for.js';

/** More than a column has space for at first, twice over. */
const ROWS = 40_000;
const two = (value: number): string => String(value).padStart(2, '0');

interface Case {
  readonly type: ColumnType;
  readonly give: (column: Column, at: number) => number | undefined;
  readonly text: (at: number) => string;
}

const day = (at: number): readonly [number, number, number] => [1_900 + (at % 250), 1 + (at % 12), 1 + (at % 28)];
const dayText = (at: number): string => `${day(at)[0]}-${two(day(at)[1])}-${two(day(at)[2])}`;

const CASES: Readonly<Record<string, Case>> = {
  'integers of 16 bits': {
    type: { kind: 'int', bits: 16 },
    give: (column, at) => column.addInt?.((at % 60_000) - 30_000),
    text: (at) => String((at % 60_000) - 30_000),
  },
  'integers of 32 bits in 64': {
    type: { kind: 'int', bits: 64 },
    give: (column, at) => column.addInt?.(at * 100_000),
    text: (at) => String(at * 100_000),
  },
  'integers of 64 bits': {
    type: { kind: 'int', bits: 64 },
    give: (column, at) => column.addLong?.(at - 9, at - 9 < 0 ? -1 : 0, false),
    text: (at) => String(at - 9),
  },
  'unsigned integers of 64 bits': {
    type: { kind: 'decimal', precision: 20, scale: 0 },
    give: (column, at) => column.addLong?.(at, -1, true),
    text: (at) => String((0xffffffffn << 32n) + BigInt(at)),
  },
  doubles: {
    type: { kind: 'double' },
    give: (column, at) => column.addReal?.(at / 7),
    text: (at) => String(at / 7),
  },
  floats: {
    type: { kind: 'float' },
    give: (column, at) => column.addReal?.(Math.fround(at / 7)),
    text: (at) => String(Math.fround(at / 7)),
  },
  dates: {
    type: { kind: 'date' },
    give: (column, at) => column.addTime?.(...day(at), 0, 0),
    text: dayText,
  },
  times: {
    type: { kind: 'timestamp', digits: 6 },
    give: (column, at) => column.addTime?.(...day(at), at % 86_400, at),
    text: (at) => {
      const seconds = at % 86_400;
      const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
      return `${dayText(at)} ${clock}.${String(at).padStart(6, '0')}`;
    },
  },
};

describe('columns from numbers', () => {
  const pair = (type: ColumnType): [Column, Column] => {
    const column = { name: 'c', declared: '', nullable: true, type };
    return [columnFor(column), columnFor(column)];
  };
  for (const [title, { type, give, text }] of Object.entries(CASES)) {
    it(`are those from text: ${title}`, () => {
      const [numbers, texts] = pair(type);
      for (let at = 0; at < ROWS; at++) {
        const held = texts.add(at % 1_000 === 0 ? null : Buffer.from(text(at)));
        assert.equal(at % 1_000 === 0 ? numbers.add(null) : give(numbers, at), held);
      }
      assert.deepEqual(numbers.data(), texts.data());
    });
  }

  it('leave to the text what does not fit, and take nothing of it', () => {
    const refusals: [ColumnType, (column: Column) => number | undefined][] = [
      [{ kind: 'int', bits: 8 }, (column) => column.addInt?.(128)],
      [{ kind: 'int', bits: 64 }, (column) => column.addLong?.(0, -1, true)],
      [{ kind: 'decimal', precision: 10, scale: 0 }, (column) => column.addLong?.(1, 0, true)],
      [{ kind: 'float' }, (column) => column.addReal?.(0.1)],
      [{ kind: 'date' }, (column) => column.addTime?.(2_024, 1, 1, 1, 0)],
      [{ kind: 'date' }, (column) => column.addTime?.(2_023, 2, 29, 0, 0)],
      [{ kind: 'timestamp', digits: 0 }, (column) => column.addTime?.(0, 0, 0, 0, 0)],
    ];
    for (const [type, give] of refusals) {
      const [column] = pair(type);
      assert.equal(give(column), -1);
      assert.equal(column.data().rows, 0);
    }
  });
});
