import assert from 'node:assert/strict';
import { shown } from '../../src/contract/json-checks.js';
import { parsePause, parseRowLimit } from '../../src/workflows/messages.js';

describe('the payload of pause', () => {
  const until = '2026-01-31T08:00:00Z';
  const good: [unknown, { reason: string | null; until: string | null }][] = [
    [undefined, { reason: null, until: null }],
    [null, { reason: null, until: null }],
    [{}, { reason: null, until: null }],
    [
      { reason: null, until: null },
      { reason: null, until: null },
    ],
    [{ reason: 'month end' }, { reason: 'month end', until: null }],
    [{ until }, { reason: null, until }],
    [{ until: '2026-01-31 08:00+08:00' }, { reason: null, until: '2026-01-31 08:00+08:00' }],
  ];
  for (const [payload, value] of good) {
    it(`may be ${shown(payload)}`, () => {
      assert.deepEqual(parsePause(payload), { ok: true, value });
    });
  }

  const bad: [unknown, RegExp][] = [
    ['soon', /pause takes .* or nothing, got "soon"/],
    [[], /pause takes/],
    [{ reason: 5 }, /reason must be text/],
    [{ until: 5 }, /until must be a time/],
    [{ until: 'tomorrow' }, /until must be a time/],
    [{ until: '2026-01-31T08:00:00' }, /until must be a time with its zone/],
    [{ until: '2026-01-31' }, /until must be a time with its zone/],
    [{ until: '1' }, /until must be a time with its zone/],
    [{ until: '2026-13-31T08:00:00Z' }, /until must be a time/],
    [{ until: '+275760-09-13T00:00:00Z' }, /until must be a time/],
    [{ untill: until }, /no field "untill"/],
  ];
  for (const [payload, why] of bad) {
    it(`may not be ${shown(payload)}`, () => {
      const checked = parsePause(payload);
      assert.ok(!checked.ok);
      assert.match(checked.mistakes.join(), why);
    });
  }

  it('is told every mistake at once', () => {
    const checked = parsePause({ reason: 1, until: 2, why: 3 });
    assert.equal(checked.ok ? 0 : checked.mistakes.length, 3);
  });
});

describe('the payload of setRowLimit', () => {
  for (const [payload, value] of [
    [5, 5],
    [{ rows: 5 }, 5],
    [null, null],
    [{ rows: null }, null],
  ]) {
    it(`may be ${shown(payload)}`, () => {
      assert.deepEqual(parseRowLimit(payload), { ok: true, value });
    });
  }
  for (const payload of [undefined, 0, -5, 1.5, '5', {}, { rows: 0 }, { rows: '5' }, { rows: 5, more: 1 }, [5], true]) {
    it(`may not be ${shown(payload)}`, () => {
      const checked = parseRowLimit(payload);
      assert.ok(!checked.ok);
      assert.match(checked.mistakes[0]!, /^setRowLimit takes a whole number of rows above 0/);
    });
  }
});
