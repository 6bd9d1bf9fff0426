// The language of faults: what it reads, and what it refuses with the grammar in its hint.
import assert from 'node:assert/strict';
import { isPlace, parseFault } from '../../../packages/redshift-emulator/src/faults/fault.js';

describe('the text of a fault', () => {
  const place = (text: string) => parseFault(text).place;

  it('says what breaks, where, and on which occasion', () => {
    const once = { nth: 1, times: 1, application: undefined };
    assert.deepEqual(parseFault('drop before COMMIT'), {
      ...{ text: 'drop before COMMIT', action: { do: 'drop' }, place: { at: 'before', words: ['commit'] } },
      ...once,
    });
    assert.deepEqual(parseFault(' DROP  after SELECT ledger #2 times 3 of tidemark'), {
      ...{ text: 'DROP after SELECT ledger #2 times 3 of tidemark', action: { do: 'drop' } },
      ...{ place: { at: 'after', words: ['select', 'ledger'] }, nth: 2, times: 3, application: 'tidemark' },
    });
    assert.deepEqual(place('hold in COPY after 2 files'), { at: 'copy', sent: 2, unit: 'files' });
    assert.deepEqual(place('restart 50 ms in COPY after 1 row'), { at: 'copy', sent: 1, unit: 'rows' });
    assert.deepEqual(place('fail throttled at file 3'), { at: 'file', file: 3 });
    assert.deepEqual(place('drop before statement 7'), { at: 'before', ordinal: 7 });
    assert.deepEqual(parseFault('fail 1023 before COPY').action, { do: 'fail', failure: '1023' });
    assert.equal(parseFault('slow 200 ms').times, Infinity);
    assert.equal(parseFault('slow 200 ms times 2').times, 2);
    assert.equal(parseFault('drop before COPY always').times, Infinity);
  });

  const WRONG = [
    'drop',
    'drop COMMIT',
    'explode before COMMIT',
    'fail sometimes before COMMIT',
    'fail 1023 after COMMIT',
    'fail 403',
    'drop at file 2',
    'slow 200 ms before COMMIT',
    'hold before statement next',
    'restart soon',
    '',
  ];
  for (const text of WRONG) {
    it(`is refused when it is "${text}"`, () => {
      assert.throws(
        () => parseFault(text),
        (error: Error & { fields(queryId: number): Record<string, string> }) => {
          assert.match(error.fields(1)['M'] ?? '', /is no fault/);
          assert.match(error.fields(1)['H'] ?? '', /drop before COMMIT/);
          return true;
        },
      );
    });
  }

  it('finds its statement by the first word and by words within', () => {
    const select = place('drop before SELECT ledger');
    assert.equal(isPlace(select, '\n  Select seq FROM "tidemark"."ledger_shop"', 1), true);
    assert.equal(isPlace(select, 'SELECT 1', 1), false);
    assert.equal(isPlace(select, 'INSERT INTO ledger SELECT 1', 1), false);
    assert.equal(isPlace(place('drop before BEGIN'), 'BEGINNING', 1), false);
    assert.equal(isPlace(place('drop before statement 3'), 'SELECT 1', 3), true);
  });
});
