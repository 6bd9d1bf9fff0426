// The ledger of a target has a name of its own, whatever the target is called.
import assert from 'node:assert/strict';
import { ledgerTable, stageTables } from '../../src/redshift/ledger/ledger-name.js';

describe('the name of a ledger', () => {
  it('says the target, in lower case', () => {
    assert.equal(ledgerTable({ schema: 'Shop', table: 'Order_Lines' }), 'ledger_shop_order_lines');
  });

  it('differs where schema and table could be cut elsewhere', () => {
    const names = [
      ledgerTable({ schema: 'a', table: 'b_c' }),
      ledgerTable({ schema: 'a_b', table: 'c' }),
      ledgerTable({ schema: 'a_b_c', table: 'c' }),
    ];
    assert.equal(new Set(names).size, 3);
    assert.match(names[1] ?? '', /^ledger_a_b_c_[0-9a-f]{8}$/);
  });

  it('fits 127 bytes and still differs', () => {
    const long = 'ä'.repeat(60);
    const names = ['x', 'y'].map((end) => ledgerTable({ schema: 's', table: long + end }));
    assert.notEqual(names[0], names[1]);
    for (const name of names) assert.ok(Buffer.byteLength(name) <= 127, name);
  });

  it('is not shared by the stages of another target', () => {
    const [one, two] = ['a', 'b'].map((table) => stageTables({ schema: 's', table }));
    assert.notEqual(one?.stage, two?.stage);
    assert.notEqual(one?.stage, one?.newest);
  });
});
