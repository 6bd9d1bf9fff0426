// Types and strategies, by tables.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { chooseStrategy } from '../../src/mysql/schema/choose-strategy.js';
import type { SourceIndex, TableOptions } from '../../src/mysql/schema/source-table.js';
import { cursorZone } from '../../src/mysql/time-zone/cursor-time-zone.js';
import { SourceRefused } from '../../src/mysql/errors.js';
import { columnType, type SourceColumn } from '../../src/mysql/schema/column-types.js';
import { resultColumnDifference } from '../../src/mysql/schema/result-metadata.js';

function column(name: string, declared: string, more: Partial<SourceColumn> = {}): SourceColumn {
  const [dataType = ''] = declared.split(/[ (]/);
  return {
    ...{ name, declared, dataType, nullable: false, precision: null, scale: null, timeDigits: null },
    ...{ characters: null, charset: null, extra: '', collation: null, ...more },
  };
}

describe('the type table', () => {
  const text = (declared: string, characters: number, charset: string | null = 'utf8mb4') =>
    columnType(column('c', declared, { characters, charset }));
  const decimal = (precision: number, scale: number) =>
    columnType(column('c', `decimal(${precision},${scale})`, { precision, scale }));

  it('gives every integer the least Redshift integer that holds it', () => {
    const bits: [string, unknown][] = [
      ['tinyint(4)', { kind: 'int', bits: 8 }],
      ['tinyint(3) unsigned', { kind: 'int', bits: 16 }],
      ['smallint(6)', { kind: 'int', bits: 16 }],
      ['smallint(5) unsigned zerofill', { kind: 'int', bits: 32 }],
      ['mediumint(9)', { kind: 'int', bits: 32 }],
      ['mediumint(8) unsigned', { kind: 'int', bits: 32 }],
      ['int', { kind: 'int', bits: 32 }],
      ['int(10) unsigned', { kind: 'int', bits: 64 }],
      ['bigint(20)', { kind: 'int', bits: 64 }],
      ['bigint unsigned', { kind: 'decimal', precision: 20, scale: 0 }],
    ];
    for (const [declared, type] of bits) assert.deepEqual(columnType(column('c', declared)), type, declared);
  });

  it('keeps decimals to 38 digits, declares 19 as 20 and 1 as 2, and makes wider ones text', () => {
    assert.deepEqual(decimal(18, 4), { kind: 'decimal', precision: 18, scale: 4 });
    assert.deepEqual(decimal(19, 0), { kind: 'decimal', precision: 20, scale: 0 });
    assert.deepEqual(decimal(1, 1), { kind: 'decimal', precision: 2, scale: 1 });
    assert.deepEqual(decimal(38, 10), { kind: 'decimal', precision: 38, scale: 10 });
    assert.deepEqual(decimal(39, 0), { kind: 'string', maxBytes: 42, check: false });
    assert.deepEqual(decimal(38, 38), { kind: 'string', maxBytes: 41, check: false });
    assert.deepEqual(decimal(65, 30), { kind: 'string', maxBytes: 68, check: false });
  });

  it('counts text in UTF-8 bytes, and measures values where MySQL holds more than Redshift', () => {
    assert.deepEqual(text('varchar(40)', 40), { kind: 'string', maxBytes: 160, check: false });
    assert.deepEqual(text('varchar(40)', 40, 'latin1'), { kind: 'string', maxBytes: 120, check: false });
    assert.deepEqual(text('varchar(40)', 40, 'ascii'), { kind: 'string', maxBytes: 40, check: false });
    assert.deepEqual(text('varchar(20000)', 20_000), { kind: 'string', maxBytes: 65_535, check: true });
    assert.deepEqual(text('longtext', 4_294_967_295), { kind: 'string', maxBytes: 65_535, check: true });
    assert.deepEqual(text("enum('new','old')", 3), { kind: 'string', maxBytes: 12, check: false });
    assert.deepEqual(text('char(0)', 0), { kind: 'string', maxBytes: 1, check: false });
  });

  it('knows floats, dates and times with their digits', () => {
    assert.deepEqual(columnType(column('c', 'float')), { kind: 'float' });
    assert.deepEqual(columnType(column('c', 'double unsigned')), { kind: 'double' });
    assert.deepEqual(columnType(column('c', 'date')), { kind: 'date' });
    assert.deepEqual(columnType(column('c', 'datetime(3)', { timeDigits: 3 })), { kind: 'timestamp', digits: 3 });
    assert.deepEqual(columnType(column('c', 'timestamp', { timeDigits: 0 })), { kind: 'timestamp', digits: 0 });
  });

  it('makes of every other type what Redshift can load from Parquet', () => {
    const string = (maxBytes: number, check = false) => ({ kind: 'string', maxBytes, check });
    const types: [string, Partial<SourceColumn>, unknown][] = [
      ['time', { timeDigits: 0 }, string(10)],
      ['time(6)', { timeDigits: 6 }, string(17)],
      ['year', {}, { kind: 'int', bits: 16 }],
      ['bit(1)', { precision: 1 }, { kind: 'int', bits: 16 }],
      ['bit(16)', { precision: 16 }, { kind: 'int', bits: 32 }],
      ['bit(63)', { precision: 63 }, { kind: 'int', bits: 64 }],
      ['bit(64)', { precision: 64 }, { kind: 'decimal', precision: 20, scale: 0 }],
      ["set('a','b')", { characters: 3, charset: 'latin1' }, string(9)],
      ["set('a','b')", { characters: 3 }, { kind: 'bytes', maxBytes: 3, check: false }],
      ['json', {}, string(65_535, true)],
      ['binary(4)', { characters: 4 }, { kind: 'bytes', maxBytes: 4, check: false }],
      ['varbinary(65000)', { characters: 65_000 }, { kind: 'bytes', maxBytes: 64_000, check: true }],
      ['longblob', { characters: 4_294_967_295 }, { kind: 'bytes', maxBytes: 64_000, check: true }],
      ['point', {}, string(65_535, true)],
      ['geomcollection', {}, string(65_535, true)],
      ['vector(3)', { characters: 12 }, string(50)],
      ['vector(16383)', { characters: 65_532 }, string(65_535, true)],
      ['uuid', {}, string(36)],
      ['inet4', {}, string(15)],
      ['inet6', {}, string(45)],
    ];
    for (const [declared, more, type] of types) {
      assert.deepEqual(columnType(column('c', declared, more)), type, declared);
    }
  });

  it('refuses what it does not know', () => {
    for (const declared of ['sometype', 'xmltype', 'varchar(4)', '']) {
      assert.equal(columnType(column('c', declared)), null, declared);
    }
    assert.equal(text('varchar(4)', 4, 'binary'), null);
  });
});

describe('the choice of a strategy', () => {
  const id = column('id', 'bigint unsigned');
  const stamp = column('updated_at', 'timestamp(6)', { timeDigits: 6 });
  const onUpdate = column('seen', 'datetime', { extra: 'on update current_timestamp()' });
  const index = (name: string, ...columns: (string | null)[]): SourceIndex => ({ name, columns });
  const primary = index('PRIMARY', 'id');
  const choose = (columns: SourceColumn[], indexes: SourceIndex[], tableOptions: TableOptions = {}) =>
    chooseStrategy({ table: tableId('shop.orders'), view: false, columns, indexes }, tableOptions);
  const refused = (type: string, pattern: RegExp, ...args: Parameters<typeof choose>) =>
    assert.throws(
      () => choose(...args),
      (error: unknown) => {
        assert.ok(error instanceof SourceRefused);
        assert.equal(error.type, type);
        assert.match(error.message, pattern);
        return true;
      },
    );

  it('prefers what the server stamps, then what is named like a stamp, then the id', () => {
    const both = [primary, index('by_seen', 'seen', 'id'), index('by_updated_at', 'updated_at')];
    assert.equal(choose([id, stamp, onUpdate], both).cursor?.column.name, 'seen');
    assert.deepEqual(choose([id, stamp], both).cursor, { column: stamp, index: 'by_updated_at' });
    const plain = choose([id], [primary]);
    assert.equal(plain.strategy, 'id');
    assert.match(plain.reason, /no column looks like a modification stamp/);
    assert.match(choose([id, onUpdate], both).reason, /^seen looks like .*the server stamps every change.*\(id\)$/);
    assert.equal(choose([id, stamp], both, { strategy: 'id' }).strategy, 'id');
  });

  it('never reads a table by its id alone whose columns say when a row was changed, and names them all', () => {
    const upd = column('date_upd', 'datetime');
    const epoch = column('timemodified', 'bigint(10)');
    refused(
      'BadCursor',
      /date_upd datetime \(date_upd has no usable index.*CREATE INDEX.*\); timemodified bigint\(10\) \(which can be no cursor/,
      [id, upd, epoch],
      [primary],
    );
    const cures =
      /"strategy: id" if .*, or "cursor: date_upd" with "stampedBy: application" and "lookback.*, or "strategy: checksum" or "strategy: full"/;
    refused('BadCursor', cures, [id, upd], [primary, index('u', 'date_upd')]);
    refused('BadCursor', /never updated, or "strategy: checksum"/, [id, epoch], [primary]);
    assert.equal(choose([id, upd, epoch], [primary], { strategy: 'id' }).strategy, 'id');
    assert.equal(choose([id, upd, epoch], [primary], { strategy: 'full' }).strategy, 'full');
  });

  it('takes a column that says when a row was changed for the cursor, where the config says that the application stamps it', () => {
    const upd = column('date_upd', 'datetime');
    const chosen = choose([id, upd], [primary, index('u', 'date_upd', 'id')], {
      stampedBy: 'application',
      lookback: 9,
    });
    assert.deepEqual([chosen.strategy, chosen.cursor?.column.name], ['timestamp+id', 'date_upd']);
    assert.match(chosen.reason, /^date_upd says by its name .* and the application stamps it/);
    refused('BadCursor', /date_upd has no usable index/, [id, upd], [primary], { stampedBy: 'application' });
    // What the server stamps comes first.
    const both = choose([id, upd, onUpdate], [primary, index('u', 'date_upd'), index('s', 'seen')]);
    assert.equal(both.cursor?.column.name, 'seen');
  });

  it('takes an index only when it has rows in (cursor, key) order', () => {
    const chosen = (...indexes: SourceIndex[]) => choose([id, stamp], [primary, ...indexes]).cursor?.index;
    assert.equal(chosen(index('a', 'updated_at')), 'a');
    assert.equal(chosen(index('b', 'updated_at', 'id')), 'b');
    for (const index_ of [index('c', 'updated_at', 'status'), index('d', 'status', 'updated_at'), index('e', null)]) {
      // Read by its id alone, the updates of such a table would be missed silently.
      refused(
        'BadCursor',
        /looks like the modification stamp .*updated_at has no usable index/,
        [id, stamp],
        [primary, index_],
      );
    }
  });

  it('refuses a cursor that can miss rows, with the statement that cures it', () => {
    const tableOptions = { cursor: 'updated_at' };
    refused(
      'BadCursor',
      /CREATE INDEX `by_updated_at` ON `shop`\.`orders` \(`updated_at`, `id`\)/,
      [id, stamp],
      [primary],
      tableOptions,
    );
    refused('BadCursor', /"gone" is not there; columns: id, updated_at/, [id, stamp], [primary], { cursor: 'gone' });
    refused('BadCursor', /id is bigint unsigned/, [id, stamp], [primary], { cursor: 'id' });
  });

  it('takes keys of every type that sorts as it compares, and refuses the rest', () => {
    const code = column('code', 'varchar(9)', { characters: 9, charset: 'utf8mb4' });
    const keyed = choose([code, stamp], [index('PRIMARY', 'code'), index('at', 'updated_at')]);
    assert.deepEqual([keyed.strategy, keyed.key], ['timestamp+id', ['code']]);
    refused('NoPrimaryKey', /no primary key.*strategy: timestamp/, [id, stamp], []);
    const keys: [string, Partial<SourceColumn>][] = [
      ["enum('a','b')", { characters: 1, charset: 'latin1' }],
      ...['binary(16)', 'varbinary(40)'].map((declared): [string, object] => [declared, { characters: 16 }]),
      ['bit(9)', { precision: 9 }],
      ['decimal(50,3)', { precision: 50, scale: 3 }],
      ...['date', 'time', 'year', 'uuid', 'inet6'].map((declared): [string, object] => [declared, {}]),
    ];
    for (const [declared, more] of keys) {
      const chosen = choose([column('k', declared, more), stamp], [index('PRIMARY', 'k'), index('at', 'updated_at')]);
      assert.deepEqual(chosen.key, ['k'], declared);
    }
    const others: [string, Partial<SourceColumn>][] = [
      // Empty is also what an invalid value prints.
      ["enum('a','')", { characters: 1, charset: 'latin1' }],
      ["set('a','b')", { characters: 3, charset: 'latin1' }],
      ['float', {}],
      ['double', {}],
    ];
    for (const [declared, more] of others) {
      refused(
        'UnsupportedType',
        /k (enum|set|float|double)/,
        [column('k', declared, more), stamp],
        [index('PRIMARY', 'k')],
      );
    }
  });

  it('reads a table without a key by its one indexed time, where rows are appended', () => {
    const appended = choose([id, stamp], [index('at', 'updated_at')], { mode: 'append' });
    assert.deepEqual([appended.strategy, appended.key, appended.cursor?.index], ['timestamp', [], 'at']);
    refused('BadCursor', /no TIMESTAMP or DATETIME column has an index/, [id, stamp], [], { mode: 'append' });
    refused('NoPrimaryKey', /no primary key/, [id, stamp], [index('at', 'updated_at')], { mode: 'merge' });
  });

  it('reads a view by the key and cursor that the config declares', () => {
    const view = (tableOptions: TableOptions) =>
      chooseStrategy({ table: tableId('shop.v'), view: true, columns: [id, stamp], indexes: [] }, tableOptions);
    const chosen = view({ key: ['ID'], cursor: 'updated_at' });
    assert.deepEqual([chosen.key, chosen.keyIndex, chosen.cursor?.index], [['id'], null, null]);
    assert.throws(() => view({ cursor: 'updated_at' }), /it is a view.*set "key/);
    assert.throws(() => view({ key: ['no'], cursor: 'updated_at' }), /key column "no" is not there/);
    refused('NoPrimaryKey', /"key" is for views/, [id, stamp], [primary], { key: ['updated_at'] });
  });

  it('accepts a cursor without an index only by its name', () => {
    const tableOptions = { cursor: 'updated_at', acceptWithoutIndex: 'updated_at' };
    assert.equal(choose([id, stamp], [primary], tableOptions).cursor?.index, null);
    refused('BadCursor', /no usable index/, [id, stamp], [primary], { ...tableOptions, acceptWithoutIndex: 'other' });
  });

  it('says what to configure when nothing suggests itself', () => {
    const created = column('born', 'timestamp', { timeDigits: 0 });
    const pair = [id, column('line', 'int'), created];
    refused('BadCursor', /its times are born\); set "cursor"/, pair, [index('PRIMARY', 'id', 'line')]);
    refused('BadCursor', /one integer column/, pair, [index('PRIMARY', 'id', 'line')], { strategy: 'id' });
  });
});

describe('the zone of a DATETIME cursor', () => {
  const taipei = { name: 'CST', now: 480, january: 480, july: 480 };
  const newYork = { name: 'America/New_York', now: -300, january: -300, july: -240 };

  it("is the server's own, unless the config says another", () => {
    assert.equal(cursorZone(tableId('a.b'), 'at', undefined, taipei), '+08:00');
    assert.equal(cursorZone(tableId('a.b'), 'at', '-03:30', taipei), '-03:30');
  });

  it('is refused where an hour comes twice, and cured by a fixed offset', () => {
    assert.throws(() => cursorZone(tableId('a.b'), 'at', undefined, newYork), /America\/New_York has summer time/);
    assert.equal(cursorZone(tableId('a.b'), 'at', '-05:00', newYork), '-05:00');
    assert.equal(cursorZone(tableId('a.b'), 'at', undefined, newYork, { mode: 'merge', lookback: 3_600 }), '-05:00');
    assert.throws(
      () => cursorZone(tableId('a.b'), 'at', undefined, newYork, { mode: 'append' }),
      /"append" can't read it again/,
    );
    assert.throws(() => cursorZone(tableId('a.b'), 'at', 'Asia/Taipei', taipei), /not an offset/);
  });
});

describe('column definitions', () => {
  const was = { name: 'id', type: 8, flags: 1, decimals: 0, charset: 63, length: 20 };

  it('differ by name, type, flags, decimals or character set', () => {
    assert.equal(resultColumnDifference([was], [{ ...was }]), null);
    assert.match(resultColumnDifference([was], [])!, /1 columns before, 0 now/);
    assert.match(resultColumnDifference([was], [{ ...was, name: 'no' }])!, /was id, now no/);
    for (const change of [{ type: 3 }, { flags: 0 }, { decimals: 2 }, { charset: 33 }, { length: 40 }]) {
      assert.match(resultColumnDifference([was], [{ ...was, ...change }])!, /column id is of another type/);
    }
  });
});
