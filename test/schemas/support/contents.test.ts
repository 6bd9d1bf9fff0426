import assert from 'node:assert/strict';
import { canonical } from './canonical.js';
import { differences } from './contents.js';

describe('the comparison of source and target', () => {
  it('finds a row that is missing, doubled, different, or in a table that is not there', () => {
    const source = new Map([
      ['["1"]', 1],
      ['["2"]', 2],
    ]);
    assert.deepEqual(differences(source, new Map(source)), []);
    assert.deepEqual(differences(source, new Map([['["1"]', 1]])), ['2 in the source, 0 in the target: ["2"]']);
    assert.equal(differences(source, new Map([...source, ['["2"]', 3]])).length, 1);
    assert.equal(differences(source, new Map([...source, ['[null]', 1]])).length, 1);
    assert.deepEqual(differences(new Map(), null), ['it has no target']);
  });

  it('writes a value as one text, whichever database it comes from, and keeps apart what differs', () => {
    const cases: [type: string, source: string | Buffer | null, target: string | null][] = [
      ['bigint', '00012', '12'],
      ['decimal', '-0.50', '-0.5'],
      ['decimal', '100', '100.000'],
      ['float', '0.10000000149011612', '0.1'],
      ['datetime', '2024-01-01 00:00:00.120000', '2024-01-01 00:00:00.12'],
      ['datetime', '0000-00-00 00:00:00', null],
      ['varbinary', Buffer.from([0, 255]), '\\x00FF'],
    ];
    for (const [type, source, target] of cases) assert.equal(canonical(type, source), canonical(type, target), type);
    for (const [one, other] of [
      ['', null],
      ['a', 'a '],
      ['é', 'e'],
    ] as const) {
      assert.notEqual(canonical('varchar', one), canonical('varchar', other));
    }
    assert.notEqual(canonical('decimal', '10'), canonical('decimal', '1'));
  });
});
