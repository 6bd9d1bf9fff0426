// Types and strategies, by tables.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { automaticStrategy, type Evidence } from '../../src/mysql/schema/automatic-strategy.js';
import { findKey } from '../../src/mysql/schema/choose-key.js';
import { configuredStrategy } from '../../src/mysql/schema/choose-strategy.js';
import type { SourceIndex, SourceTable, TableOptions } from '../../src/mysql/schema/source-table.js';
import { cursorZone } from '../../src/mysql/time-zone/cursor-time-zone.js';
import { SourceRefused } from '../../src/mysql/errors.js';
import { columnType, type SourceColumn } from '../../src/mysql/schema/column-types.js';
import { resultColumnDifference } from '../../src/mysql/schema/result-metadata.js';

function column(name: string, declared: string, more: Partial<SourceColumn> = {}): SourceColumn {
  const [dataType = ''] = declared.split(/[ (]/);
  return {
    ...{ name, declared, dataType, nullable: false, precision: null, scale: null, timeDigits: null },
    ...{ characters: null, charset: null, extra: '', collation: null, default: null, ...more },
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
      ["set('a','b')", { characters: 3 }, string(3)],
      ["set('a','é')", { characters: 3 }, { kind: 'bytes', maxBytes: 3, check: false }],
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
  const TEXT = { characters: 9, charset: 'utf8mb4' };
  const id = column('id', 'bigint unsigned');
  const server = { extra: 'DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)', default: 'CURRENT_TIMESTAMP(6)' };
  const stamp = column('updated_at', 'timestamp(6)', { timeDigits: 6, ...server });
  const index = (name: string, ...columns: (string | null)[]): SourceIndex => ({ name, columns, unique: false });
  const unique = (name: string, ...columns: (string | null)[]): SourceIndex => ({ name, columns, unique: true });
  const primary = unique('PRIMARY', 'id');
  const PROVEN: Evidence = { boundUnproven: null, keyUnsafe: null };
  const chosenOf = (source: SourceTable, tableOptions: TableOptions, evidence = PROVEN) =>
    configuredStrategy(source, tableOptions) ??
    automaticStrategy(source, tableOptions, findKey(source, tableOptions.key), evidence);
  const choose = (
    columns: SourceColumn[],
    indexes: SourceIndex[],
    tableOptions: TableOptions = {},
    evidence: Evidence = PROVEN,
  ) => chosenOf({ table: tableId('shop.orders'), view: false, columns, indexes }, tableOptions, evidence);
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
  const checksum = (pattern: RegExp, ...args: Parameters<typeof choose>) => {
    const { strategy, cursor, key, reason } = choose(...args);
    assert.deepEqual([strategy, cursor], ['checksum', null]);
    assert.ok(key.length > 0);
    assert.match(reason, pattern);
  };

  it('reads by what the server stamps at every insert and update, where an index serves it', () => {
    const chosen = choose([id, stamp], [primary, index('at', 'updated_at', 'id')]);
    assert.deepEqual(chosen.cursor, { column: stamp, index: 'at' });
    assert.equal(chosen.strategy, 'timestamp+id');
    assert.equal(chosen.reason, 'the server stamps every change in updated_at, which has an index; the key is (id)');
    const mariadb = { ...stamp, extra: 'on update current_timestamp(6)', default: 'current_timestamp(6)' };
    assert.equal(choose([id, mariadb], [primary, index('at', 'updated_at')]).strategy, 'timestamp+id');
  });

  it('compares all rows where no stamp shows every change, and says what each lacks', () => {
    const at = [primary, index('at', 'updated_at')];
    checksum(
      /^no column is stamped at every change; so every run reads all rows .*the key is \(id\)$/,
      [id],
      [primary],
    );
    checksum(/updated_at has no index that begins with it/, [id, stamp], [primary, index('c', 'status', 'updated_at')]);
    checksum(/updated_at may be NULL/, [id, { ...stamp, nullable: true }], at);
    checksum(/updated_at is not stamped at INSERT/, [id, { ...stamp, default: '2000-01-01 00:00:00' }], at);
    checksum(/updated_at is a DATETIME, .*its own time zone/, [id, { ...stamp, dataType: 'datetime' }], at);
    const named = [column('date_upd', 'datetime'), column('timemodified', 'bigint(10)')];
    checksum(/date_upd is stamped by the application, if at all, timemodified is/, [id, ...named], [primary]);
    checksum(
      /reading by updated_at is not proven \(it is a replica\)/,
      [id, stamp],
      at,
      {},
      {
        ...PROVEN,
        boundUnproven: 'it is a replica',
      },
    );
  });

  it('takes the stamp of an application only with what stands in for its proof', () => {
    const upd = column('date_upd', 'datetime');
    const keys = [primary, index('u', 'date_upd', 'id')];
    const chosen = choose([id, upd], keys, { stampedBy: 'application', lookback: 9 });
    assert.deepEqual([chosen.strategy, chosen.cursor?.index], ['timestamp+id', 'u']);
    assert.match(chosen.reason, /^by the config the application stamps every change, in date_upd/);
    assert.equal(choose([id, upd], keys, { stampedBy: 'application' }).strategy, 'checksum');
    assert.equal(choose([id, upd], keys, { lookback: 9 }).strategy, 'checksum');
  });

  it('takes the primary key, else a unique index without NULL, else all rows in one statement', () => {
    const code = column('code', 'varchar(9)', TEXT);
    const other = column('other', 'int', { nullable: true });
    assert.deepEqual(choose([code], [unique('PRIMARY', 'code')]).key, ['code']);
    const byUnique = choose([code, other], [unique('o', 'other'), unique('c', 'code'), index('i', 'other')]);
    assert.deepEqual([byUnique.strategy, byUnique.key, byUnique.keyIndex], ['checksum', ['code'], 'c']);
    const full = (pattern: RegExp, ...args: Parameters<typeof choose>) => {
      const { strategy, key, keyIndex, reason } = choose(...args);
      assert.deepEqual([strategy, key, keyIndex], ['full', [], null]);
      assert.match(reason, pattern);
      assert.match(reason, /so every run reads all rows and replaces the target$/);
    };
    full(/^the table has no primary key, and no unique index/, [other], [unique('o', 'other'), index('at', 'other')]);
    full(/types that can't be scanned: ratio float/, [column('ratio', 'float')], [unique('PRIMARY', 'ratio')]);
    full(/a part of a column/, [code], [unique('PRIMARY', null)]);
    full(
      /values that end with a space/,
      [code],
      [unique('PRIMARY', 'code')],
      {},
      {
        ...PROVEN,
        keyUnsafe: 'the key column code has values that end with a space',
      },
    );
    refused('NoPrimaryKey', /no primary key.*mode "merge" needs a key/, [other], [], { mode: 'merge' });
  });

  it('reads a view in full, or by the key and cursor that the config declares', () => {
    const view = (tableOptions: TableOptions) =>
      chosenOf({ table: tableId('shop.v'), view: true, columns: [id, stamp], indexes: [] }, tableOptions);
    assert.deepEqual([view({}).strategy, view({}).key], ['full', []]);
    assert.match(view({}).reason, /^it is a view/);
    assert.deepEqual([view({ key: ['id'] }).strategy, view({ key: ['id'] }).key], ['full', ['id']]);
    assert.equal(view({ key: ['id'], mode: 'merge' }).strategy, 'checksum');
    const chosen = view({ key: ['ID'], cursor: 'updated_at' });
    assert.deepEqual([chosen.strategy, chosen.key, chosen.keyIndex], ['timestamp+id', ['id'], null]);
    assert.throws(() => view({ cursor: 'updated_at' }), /it is a view.*set "key/);
    assert.throws(() => view({ key: ['no'], cursor: 'updated_at' }), /key column "no" is not there; columns: id, upd/);
  });

  it('reads what is declared to be only inserted by a stamp, an ascending id, or its one indexed time', () => {
    const append = { mode: 'append' } as const;
    const born = column('born', 'timestamp', { timeDigits: 0 });
    assert.equal(choose([id, stamp], [primary, index('at', 'updated_at')], append).strategy, 'timestamp+id');
    assert.equal(choose([id, born], [primary], append).strategy, 'id');
    const text = choose(
      [column('code', 'char(3)', TEXT), born],
      [unique('PRIMARY', 'code'), index('b', 'born')],
      append,
    );
    assert.deepEqual([text.strategy, text.cursor?.column.name], ['timestamp+id', 'born']);
    const keyless = choose([id, born], [index('b', 'born')], append);
    assert.deepEqual([keyless.strategy, keyless.key, keyless.cursor?.index], ['timestamp', [], 'b']);
    refused('BadCursor', /no TIMESTAMP or DATETIME column has an index/, [id, born], [], append);
  });

  it('keeps to what the config names, with an index or without', () => {
    const both = [primary, index('b', 'updated_at', 'id')];
    for (const strategy of ['id', 'full', 'checksum'] as const)
      assert.equal(choose([id, stamp], both, { strategy }).strategy, strategy);
    assert.equal(choose([id, stamp], both, { strategy: 'full' }).keyIndex, 'PRIMARY');
    const indexOf = (...indexes: SourceIndex[]) =>
      choose([id, stamp], [primary, ...indexes], { cursor: 'UPDATED_AT' }).cursor?.index;
    assert.equal(indexOf(index('a', 'updated_at')), 'a');
    assert.equal(indexOf(index('b', 'updated_at', 'id')), 'b');
    for (const other of [index('c', 'updated_at', 'status'), index('d', 'status', 'updated_at'), index('e', null)])
      assert.equal(indexOf(other), null);
    const two = [unique('a', 'id'), unique('b', 'code'), index('c', 'n')];
    const columns = [id, column('code', 'varchar(9)', TEXT), column('n', 'int')];
    assert.deepEqual(choose(columns, two, { key: ['Code'] }).keyIndex, 'b');
    refused('NoPrimaryKey', /"key: \[n\]" is no unique key.*it has \(id\) and \(code\)/, columns, two, { key: ['n'] });
  });

  it('refuses what the config names and the table does not have', () => {
    refused('BadCursor', /"gone" is not there; columns: id, updated_at/, [id, stamp], [primary], { cursor: 'gone' });
    refused('BadCursor', /id is bigint unsigned/, [id, stamp], [primary], { cursor: 'id' });
    refused('BadCursor', /set without a cursor/, [id, stamp], [primary], { strategy: 'timestamp+id' });
    refused('NoPrimaryKey', /add one, or set "strategy: full"/, [id, stamp], [], { cursor: 'updated_at' });
    const kind = column('kind', 'float');
    refused('UnsupportedType', /kind float/, [kind], [unique('PRIMARY', 'kind')], { strategy: 'checksum' });
    const pair = [id, column('line', 'int')];
    refused('BadCursor', /one integer column/, pair, [unique('PRIMARY', 'id', 'line')], { strategy: 'id' });
  });

  it('takes keys of every type that sorts as it compares, and refuses the rest', () => {
    const code = column('code', 'varchar(9)', TEXT);
    const keyed = choose([code, stamp], [unique('PRIMARY', 'code'), index('at', 'updated_at')]);
    assert.deepEqual([keyed.strategy, keyed.key], ['timestamp+id', ['code']]);
    const keys: [string, Partial<SourceColumn>][] = [
      ["enum('a','b')", { characters: 1, charset: 'latin1' }],
      ...['binary(16)', 'varbinary(40)'].map((declared): [string, object] => [declared, { characters: 16 }]),
      ['bit(9)', { precision: 9 }],
      ['decimal(50,3)', { precision: 50, scale: 3 }],
      ...['date', 'time', 'year', 'uuid', 'inet6'].map((declared): [string, object] => [declared, {}]),
    ];
    for (const [declared, more] of keys) {
      const chosen = choose([column('k', declared, more), stamp], [unique('PRIMARY', 'k'), index('at', 'updated_at')]);
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
        [unique('PRIMARY', 'k')],
        { strategy: 'checksum' },
      );
    }
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
