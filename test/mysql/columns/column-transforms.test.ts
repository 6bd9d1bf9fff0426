// What a config may say of a table's columns, and what it is refused for: decided before a row is read.
import { fullName, tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { ColumnConfig } from '../../../src/config/types.js';
import { targetShape } from '../../../src/contract/target-shape.js';
import type { ColumnShape } from '../../../src/contract/table-shape.js';
import type { Chosen } from '../../../src/mysql/schema/choose-strategy.js';
import { carriedColumns } from '../../../src/mysql/schema/column-transforms.js';
import { SourceRefused } from '../../../src/mysql/errors.js';
import type { SourceColumn } from '../../../src/mysql/schema/column-types.js';
import { noRows } from '../../../src/mysql/extract/read-chunk-sql.js';
import { mistakesOf, SAMPLE } from '../../config/sample.js';

const column = (name: string, dataType: string, declared = dataType): SourceColumn => ({
  ...{ name, dataType, declared, nullable: false, precision: null, scale: null, timeDigits: 6 },
  ...{ characters: dataType === 'varchar' ? 50 : null, charset: dataType === 'varchar' ? 'utf8mb4' : null },
  ...{ extra: '', collation: null, default: null },
});
const STAMP = column('updated_at', 'timestamp');
const TABLE = [
  column('Id', 'bigint'),
  column('email', 'varchar', 'varchar(50)'),
  column('amount', 'int'),
  column('place', 'geometry'),
  STAMP,
];
const CHOSEN: Pick<Chosen, 'key' | 'cursor'> = { key: ['Id'], cursor: { column: STAMP, index: 'by_update' } };

type Columns = Readonly<Record<string, ColumnConfig>>;
const WITHOUT: Columns = { place: { exclude: true } };

function carried(columns: Columns, saltedHashes = false, table = TABLE): ColumnShape[] {
  return carriedColumns(tableId('shop.orders'), table, CHOSEN, { columns, saltedHashes });
}

function refused(columns: Columns, table = TABLE): string {
  try {
    carried({ ...WITHOUT, ...columns }, false, table);
  } catch (error) {
    assert.ok(error instanceof SourceRefused);
    assert.deepEqual([error.type, fullName(error.table)], ['BadConfig', 'shop.orders']);
    assert.match(error.message, /^shop\.orders: its columns in the config: /);
    return error.message.replace('shop.orders: its columns in the config: ', '');
  }
  throw new assert.AssertionError({ message: `not refused: ${JSON.stringify(columns)}` });
}

describe('column policies', () => {
  it('leave the shape of a table without them as it was', () => {
    const [id, email] = carried(WITHOUT);
    assert.deepEqual(id, { name: 'Id', declared: 'bigint', nullable: false, type: { kind: 'int', bits: 64 } });
    assert.deepEqual(Object.keys(email!), ['name', 'declared', 'nullable', 'type']);
  });

  it('take a column out of the shape, whatever its type', () => {
    assert.deepEqual(
      carried(WITHOUT).map(({ name }) => name),
      ['Id', 'email', 'amount', 'updated_at'],
    );
    assert.throws(
      () => carried({}),
      /^SourceRefused: shop\.orders: columns of types that are not carried yet: place geometry; leave them out: columns: \{ place: \{ exclude: true \} \}$/,
    );
  });

  it('find a column as MySQL does, in any case', () => {
    const shaped = carried({ ...WITHOUT, EMAIL: { rename: 'contact' } });
    assert.equal(shaped.find(({ name }) => name === 'email')?.rename, 'contact');
  });

  it('rename key and cursor too, for the target alone', () => {
    const columns = carried({ ...WITHOUT, id: { rename: 'order_id' }, updated_at: { rename: 'changed_at' } });
    const cursor = { name: 'updated_at', index: 'by_update', digits: 6, zoned: true };
    const arriving = targetShape({ columns, key: ['Id'], cursor });
    assert.deepEqual(arriving.key, ['order_id']);
    assert.equal(arriving.cursor?.name, 'changed_at');
    assert.deepEqual(
      arriving.columns.map(({ name }) => name),
      ['order_id', 'email', 'amount', 'changed_at'],
    );
    const { filter, keyIndex, table } = { filter: null, keyIndex: 'PRIMARY', table: 'shop.orders' };
    assert.equal(
      noRows({ table: tableId(table), columns, key: ['Id'], cursor, filter, keyIndex }),
      'SELECT `Id`, `email`, `amount`, `updated_at` FROM `shop`.`orders` FORCE INDEX (`by_update`) LIMIT 0',
    );
  });

  it('say what a mask leaves: a hash of 64 characters, the same text, or no value', () => {
    const columns = carried({ ...WITHOUT, email: { mask: 'hash' }, amount: { mask: null, rename: 'hidden' } }, true);
    assert.deepEqual(columns[1]?.mask, { kind: 'hash', salted: true });
    const [, email, amount] = targetShape({ columns, key: ['Id'], cursor: null }).columns;
    assert.deepEqual(email?.type, { kind: 'string', maxBytes: 64, check: false });
    assert.deepEqual([amount?.name, amount?.nullable, amount?.type], ['hidden', true, { kind: 'int', bits: 32 }]);
    const kept = carried({ ...WITHOUT, email: { mask: { keepLast: 4 } } })[1];
    assert.deepEqual(kept?.mask, { kind: 'keepLast', characters: 4 });
    assert.deepEqual(targetShape({ columns: [kept], key: [], cursor: null }).columns[0]?.type, kept.type);
  });

  it('never read a column that is masked by null, nor one that is excluded', () => {
    const columns = carried({ ...WITHOUT, email: { mask: null } });
    const sql = noRows({
      table: tableId('shop.orders'),
      columns,
      key: ['Id'],
      cursor: null,
      filter: null,
      keyIndex: null,
    });
    assert.equal(sql, 'SELECT `Id`, NULL AS `email`, `amount`, `updated_at` FROM `shop`.`orders` LIMIT 0');
  });

  it('are refused for a column that is not there, with the one that was meant', () => {
    assert.equal(refused({ emial: { mask: 'hash' } }), '"emial" is not there; did you mean "email"?');
    assert.equal(
      refused({ phone_number: { exclude: true } }),
      '"phone_number" is not there; columns: Id, email, amount, place, updated_at',
    );
  });

  it('are refused for one column said twice', () => {
    assert.equal(
      refused({ email: { mask: 'hash' }, Email: { rename: 'contact' } }),
      'email is in it twice; keep one of them',
    );
  });

  for (const [name, role] of [
    ['Id', 'key'],
    ['updated_at', 'cursor'],
  ] as const) {
    it(`are refused for excluding or masking the ${role}`, () => {
      const why = `: the table is read by it, so its values stand in the watermark and in Temporal; take the policy away`;
      assert.equal(refused({ [name]: { exclude: true } }), `${name} is of the ${role} and can't be excluded${why}`);
      for (const mask of ['hash', null, { keepLast: 2 }] as const) {
        assert.ok(refused({ [name]: { mask } }).startsWith(`${name} is of the ${role} and can't be masked${why}`));
      }
    });
  }

  it('are refused for keeping the last characters of what is no text', () => {
    assert.equal(
      refused({ amount: { mask: { keepLast: 2 } } }),
      '"keepLast" masks text, and amount is int; use "mask: hash", "mask: null" or "exclude: true"',
    );
  });

  it('are refused for two columns of one name, in lower case', () => {
    const shared = 'would both be "contact" in Redshift, where names are lower case; rename one of them';
    assert.equal(
      refused({ email: { rename: 'contact' }, amount: { rename: 'Contact' } }),
      `email and amount ${shared}`,
    );
    assert.equal(
      refused({ email: { rename: 'ID' } }),
      'Id and email would both be "id" in Redshift, where names are lower case; rename one of them',
    );
    // An excluded column leaves its name free.
    assert.equal(carried({ place: { exclude: true }, email: { rename: 'place' } })[1]?.rename, 'place');
  });

  it("are refused for a name beyond Redshift's 127 bytes, and a source's own such name until it is renamed", () => {
    const name = 'é'.repeat(64);
    assert.match(
      refused({ email: { rename: name } }),
      /^the name "é+" takes 128 bytes, and Redshift's at most 127; give/,
    );
    carried({ ...WITHOUT, email: { rename: name.slice(1) } });
    const own = '列'.repeat(64);
    const table = [...TABLE, column(own, 'int')];
    assert.match(refused({}, table), /takes 192 bytes.*columns: \{ 列+: \{ rename: … \} \}$/);
    carried({ ...WITHOUT, [own]: { rename: 'short' } }, false, table);
    carried({ ...WITHOUT, [own]: { exclude: true } }, false, table);
  });

  it('are refused for names that every table of Redshift has, or that the load needs', () => {
    assert.match(
      refused({ email: { rename: 'OID' } }),
      /^the name "OID" is a system column's in Redshift; give it another/,
    );
    assert.match(refused({}, [...TABLE, column('xmin', 'int')]), /^the name "xmin" is a system column's in Redshift/);
    assert.match(refused({ email: { rename: 'tidemark_version' } }), /kept for the load's own work/);
  });

  it('are refused for everything at once', () => {
    const said = refused({ id: { exclude: true }, emial: { rename: 'x' }, amount: { mask: { keepLast: 1 } } });
    assert.equal(said.split('; ').filter((part) => /can't be excluded|is not there|masks text/.test(part)).length, 3);
  });
});

describe('the config of columns', () => {
  const mistakes = (entry: string): readonly string[] =>
    mistakesOf(SAMPLE.replace('"shop.*": {}', `"shop.a": ${entry}`)).map((mistake) =>
      mistake.replace('tables.shop.a.', ''),
    );

  it('takes exclusions, renames, masks, and a mask with a rename', () => {
    for (const policy of ['exclude: true', 'rename: b', 'mask: hash', 'mask: { keepLast: 4 }', 'mask: null', 'mask:']) {
      assert.deepEqual(mistakes(`{ columns: { a: { ${policy} } } }`), [], policy);
    }
    assert.deepEqual(mistakes('{ columns: { a: { rename: b, mask: hash } } }'), []);
  });

  it('refuses all else, saying what it must be', () => {
    const must = 'columns.a must be { exclude: true }, or have "rename", "mask" or both';
    assert.deepEqual(mistakes('{ columns: { a: {} } }'), [must]);
    assert.deepEqual(mistakes('{ columns: { a: { exclude: true, rename: b } } }'), [must]);
    const mask = 'columns.a.mask must be "hash", { keepLast: 4 } or null';
    assert.deepEqual(mistakes('{ columns: { a: { mask: md5 } } }'), [mask]);
    assert.deepEqual(mistakes('{ columns: { a: { mask: { keepLast: 0 } } } }'), [
      'columns.a.mask.keepLast must be above 0',
    ]);
    assert.deepEqual(mistakes('{ columns: { a: { exclude: false } } }'), ['columns.a.exclude must be true']);
    assert.deepEqual(mistakes('{ distribution: any }'), [
      'distribution must be "even", "all", "auto" or { key: column }',
    ]);
    assert.deepEqual(mistakes('{ sortKey: [] }').length, 1);
  });
});
