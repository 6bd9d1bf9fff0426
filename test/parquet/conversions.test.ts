// What MySQL sends in a form of its own: BIT, GEOMETRY, VECTOR and bytes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnType } from '../../src/contract/table-shape.js';
import { columnFor } from '../../src/parquet/columns/column-for.js';
import { Unfit } from '../../src/parquet/errors.js';

const TEXT: ColumnType = { kind: 'string', maxBytes: 65_535, check: true };

function values(declared: string, type: ColumnType, ...sent: Buffer[]): Buffer[] {
  const column = columnFor({ name: 'c', declared, nullable: true, type });
  for (const value of sent) column.add(value);
  const { values: bytes, offsets } = column.data();
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return sent.map((_, row) => Buffer.from(all.subarray(offsets![row], offsets![row + 1])));
}

const refused = (declared: string, type: ColumnType, hex: string, kind: Unfit['code']): void =>
  assert.throws(
    () => values(declared, type, Buffer.from(hex, 'hex')),
    (error: unknown) => error instanceof Unfit && error.code === kind,
    `${declared} ${hex}`,
  );

describe('a BIT column', () => {
  it('holds the number that its bits make, to the 64th bit', () => {
    const unsigned: ColumnType = { kind: 'decimal', precision: 20, scale: 0 };
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (number) => {
        const column = columnFor({ name: 'c', declared: 'bit(64)', nullable: true, type: unsigned });
        column.add(Buffer.from(number.toString(16).padStart(16, '0'), 'hex'));
        const words = new BigUint64Array(column.data().values.buffer, 0, 2);
        assert.deepEqual([words[0], words[1]], [number, 0n]);
      }),
    );
    const few = columnFor({ name: 'c', declared: 'bit(10)', nullable: true, type: { kind: 'int', bits: 16 } });
    few.add(Buffer.from('03ff', 'hex'));
    few.add(Buffer.from('0000', 'hex'));
    assert.deepEqual([...few.data().values], [1_023, 0]);
  });

  it('refuses what is no BIT', () => {
    refused('bit(1)', { kind: 'int', bits: 16 }, '', 'ShapeChanged');
    refused('bit(64)', { kind: 'int', bits: 64 }, '00'.repeat(9), 'ShapeChanged');
  });
});

describe('a geometry column', () => {
  const POINT = '0101000000000000000000F03F0000000000000040';

  it('holds EWKB in hex: the SRID in it, or none where it is 0', () => {
    const sent = [`00000000${POINT}`, `E6100000${POINT}`, `FFFFFFFF${POINT}`].map((hex) => Buffer.from(hex, 'hex'));
    assert.deepEqual(values('point', TEXT, ...sent).map(String), [
      POINT,
      '0101000020E6100000000000000000F03F0000000000000040',
      '0101000020FFFFFFFF000000000000F03F0000000000000040',
    ]);
  });

  it('refuses what is no geometry', () => {
    for (const hex of ['', 'e6100000', `e610000000${POINT.slice(2)}`]) refused('geometry', TEXT, hex, 'ShapeChanged');
  });
});

describe('a VECTOR column', () => {
  it('names every float so that it is read back as the same', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })), (floats) => {
        const sent = Buffer.alloc(4 * floats.length);
        floats.forEach((float, at) => sent.writeFloatLE(float, 4 * at));
        const [text = ''] = values('vector(9)', TEXT, sent).map(String);
        assert.deepEqual((JSON.parse(text) as number[]).map(Math.fround), floats);
      }),
    );
  });

  it('takes no more digits than that needs', () => {
    const sent = Buffer.alloc(20);
    [0.1, 1, -0.5, 3.4028234663852886e38, 1e-45].forEach((float, at) => sent.writeFloatLE(float, 4 * at));
    assert.deepEqual(values('vector(5)', TEXT, sent).map(String), ['[0.1,1,-0.5,3.4028235e+38,1.4013e-45]']);
  });

  it('refuses what JSON has no number for', () => {
    refused('vector(1)', TEXT, '0000c07f', 'UnrepresentableValue');
    refused('vector(1)', TEXT, '000000', 'ShapeChanged');
  });
});

describe('a column of bytes', () => {
  const bytes = (maxBytes: number, check: boolean): ColumnType => ({ kind: 'bytes', maxBytes, check });

  it('keeps every byte, NUL and what is no text too', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (all) => {
        const sent = all.map((value) => Buffer.from(value));
        assert.deepEqual(values('varbinary(60)', bytes(60, false), ...sent), sent);
      }),
    );
  });

  it('refuses a value that is longer than the target, or than MySQL said', () => {
    refused('blob', bytes(2, true), '000000', 'UnrepresentableValue');
    refused('binary(2)', bytes(2, false), '000000', 'ShapeChanged');
  });

  it('is hashed from the bytes as they were sent', () => {
    const column = columnFor({
      ...{ name: 'c', declared: 'point', nullable: true, type: TEXT },
      mask: { kind: 'hash', salted: false },
    });
    column.add(Buffer.from('abc'));
    const hex = Buffer.from(column.data().values as Uint8Array).toString();
    assert.equal(hex, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
