// A target is compared with the source's shape column by column, and every difference is named at once.
import assert from 'node:assert/strict';
import { unkept } from '../../src/redshift/target/unfed-columns.js';
import type { ColumnShape, ColumnType } from '../../src/contract/table-shape.js';
import { differences, type TargetColumn, unfedColumns } from '../../src/redshift/target/compare-columns.js';

const column = (name: string, type: ColumnType): ColumnShape => ({ name, declared: '', nullable: true, type });
const held = (name: string, dataType: string, more: Partial<TargetColumn> = {}): TargetColumn => ({
  ...{ name, dataType, length: null, precision: null, scale: null, nullable: true, columnDefault: null },
  ...more,
});

const TYPES: [ColumnType, TargetColumn][] = [
  [{ kind: 'int', bits: 8 }, held('c', 'smallint', { precision: 16, scale: 0 })],
  [{ kind: 'int', bits: 16 }, held('c', 'smallint')],
  [{ kind: 'int', bits: 32 }, held('c', 'integer')],
  [{ kind: 'int', bits: 64 }, held('c', 'bigint')],
  [{ kind: 'decimal', precision: 20, scale: 0 }, held('c', 'numeric', { precision: 20, scale: 0 })],
  [{ kind: 'float' }, held('c', 'real')],
  [{ kind: 'double' }, held('c', 'double precision')],
  [{ kind: 'string', maxBytes: 40, check: false }, held('c', 'character varying', { length: 40 })],
  [{ kind: 'string', maxBytes: 40, check: false }, held('c', 'character varying', { length: 41 })],
  [{ kind: 'date' }, held('c', 'date')],
  [{ kind: 'timestamp', digits: 6 }, held('c', 'timestamp without time zone')],
];

describe('comparing a target with the shape', () => {
  for (const [type, target] of TYPES) {
    it(`takes ${JSON.stringify(type)} into ${target.dataType} ${target.length ?? ''}`, () => {
      assert.deepEqual(differences([column('C', type)], [target]), []);
    });
  }

  it('names every difference at once', () => {
    const shape = [
      column('id', { kind: 'int', bits: 64 }),
      column('price', { kind: 'decimal', precision: 18, scale: 4 }),
      column('note', { kind: 'string', maxBytes: 400, check: false }),
      column('code', { kind: 'string', maxBytes: 4, check: false }),
      column('gone', { kind: 'date' }),
      column('at', { kind: 'timestamp', digits: 6 }),
    ];
    const target = [
      held('id', 'integer'),
      held('price', 'numeric', { precision: 18, scale: 2 }),
      held('note', 'character varying', { length: 256 }),
      held('code', 'character', { length: 4 }),
      held('at', 'timestamp with time zone'),
      held('loaded_by', 'character varying', { length: 9, nullable: false }),
      held('row_id', 'bigint', { nullable: false, columnDefault: '"identity"(12, 0, \'1,1\'::text)' }),
    ];
    assert.deepEqual(differences(shape, target), [
      'column id is INTEGER, BIGINT is needed',
      'column price is DECIMAL(18,2), DECIMAL(18,4) is needed',
      'column note is VARCHAR(256), too narrow: VARCHAR(400) is needed',
      'column code is CHAR(4), VARCHAR(4) is needed',
      'column gone (DATE) is missing',
      'column at is TIMESTAMPTZ, TIMESTAMP is needed',
      'column loaded_by is not in the source and is NOT NULL without a default that this account can see',
      'column row_id is not in the source and is an IDENTITY',
    ]);
  });

  it('lets the target have more columns that COPY may leave out, in any order', () => {
    const shape = [column('id', { kind: 'int', bits: 64 }), column('Name', { kind: 'date' })];
    const target = [
      held('seen_at', 'timestamp without time zone'),
      held('name', 'date'),
      held('id', 'bigint', { nullable: false }),
      held('kind', 'integer', { nullable: false, columnDefault: '0' }),
    ];
    assert.deepEqual(differences(shape, target), []);
    assert.deepEqual(unfedColumns(shape, target), ['seen_at']);
  });
});

describe('columns of the target that nothing feeds', () => {
  const target = { schema: 'shop', table: 'orders' };

  it('need the word of the config where a load would change rows that are there', () => {
    const [merged] = unkept(['old', 'older'], target, 'merge');
    assert.match(merged ?? '', /^nothing feeds its columns old, older: .*keep their values.*Columns: \[old, older\]"/);
    assert.match(merged ?? '', /ALTER TABLE "shop"\."orders" DROP COLUMN "old"; ALTER TABLE .* DROP COLUMN "older"$/);
    assert.match(unkept(['old'], target, 'full')[0] ?? '', /a full load leaves them empty/);
    assert.deepEqual(unkept(['old'], target, 'append'), []);
    assert.deepEqual(unkept([], target, 'merge'), []);
  });

  it('may stay by name, in any case, or all', () => {
    const unkeptOf = (keepTargetColumns: true | string[]): string[] =>
      unkept(['old', 'older'], { ...target, keepTargetColumns }, 'merge');
    assert.deepEqual([unkeptOf(true), unkeptOf(['Old', 'OLDER', 'gone'])], [[], []]);
    assert.match(unkeptOf(['old'])[0] ?? '', /^nothing feeds its columns older:/);
  });
});
