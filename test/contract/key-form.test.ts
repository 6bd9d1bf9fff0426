import assert from 'node:assert/strict';
import { keyText } from '../../src/contract/key-form.js';
import { membersOf, typeName } from '../../src/contract/mysql-type.js';
import type { ColumnType } from '../../src/contract/table-shape.js';

const BYTES: ColumnType = { kind: 'bytes', maxBytes: 20, check: false };
const INT: ColumnType = { kind: 'int', bits: 64 };
const TEXT: ColumnType = { kind: 'string', maxBytes: 20, check: false };

describe('a declared MySQL type', () => {
  it('has a name before its size', () => {
    const names: [string, string][] = [
      ['bigint(20) unsigned', 'bigint'],
      ["ENUM('a','b')", 'enum'],
      ['vector(3)', 'vector'],
      ['inet6', 'inet6'],
      ['varchar(50) /*M!100301 COMPRESSED*/', 'varchar'],
      ['', ''],
    ];
    for (const [declared, name] of names) assert.equal(typeName(declared), name, declared);
  });

  it('lists members as the server writes them', () => {
    assert.deepEqual(membersOf("enum('x','it''s','b\\\\s','ä','a,b','','(''),(''')"), [
      ...['x', "it's", 'b\\s', 'ä', 'a,b', '', "('),('"],
    ]);
    assert.deepEqual(membersOf("set('l\\ni')"), ['l\ni']);
    assert.deepEqual(membersOf('int'), []);
  });
});

describe('the text of a key in a position', () => {
  it('is what the column is sorted by', () => {
    const texts: [string, ColumnType, string | Buffer, string][] = [
      ['varbinary(20)', BYTES, Buffer.from([0, 255, 39]), '00FF27'],
      ['binary(1)', BYTES, '', ''],
      ['bit(64)', INT, Buffer.alloc(8, 0xff), '18446744073709551615'],
      ["enum('b','a')", TEXT, 'a', '2'],
      ["enum('b','a')", TEXT, '', '0'],
      ['varchar(20)', TEXT, 'ä', 'ä'],
      ['decimal(40,1)', TEXT, '-1.5', '-1.5'],
    ];
    for (const [declared, type, sent, text] of texts) {
      assert.equal(keyText({ declared, type }, Buffer.from(sent as string)), text, declared);
    }
    assert.throws(() => keyText({ declared: "enum('a')", type: TEXT }, Buffer.from('b')), /no member/);
  });
});
