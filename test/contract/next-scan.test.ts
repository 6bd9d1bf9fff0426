import assert from 'node:assert/strict';
import { nextScan, positionAfter } from '../../src/contract/next-scan.js';
import type { Bound, ScanPlan, Point, Position } from '../../src/contract/position.js';

const none: Position = { kind: 'none' };
const before: Bound = { kind: 'cursor', before: 'H' };
const upTo: Bound = { kind: 'id', upTo: ['9'] };

describe('the pass that goes on from a position', () => {
  const table: [string, Position, Bound, ScanPlan | null][] = [
    ['an empty table has none', none, { kind: 'empty' }, null],
    [
      'a table never read is scanned by key under H',
      none,
      before,
      { kind: 'firstLoad', snapshotHighWatermark: 'H', after: null },
    ],
    [
      'a first load keeps the h0 it began with',
      { kind: 'firstLoad', snapshotHighWatermark: 'h0', afterKey: ['5'] },
      before,
      { kind: 'firstLoad', snapshotHighWatermark: 'h0', after: ['5'] },
    ],
    ['after a first load, the cursor from h0', { kind: 'from', at: 'h0' }, before, cursor('h0', null)],
    ['then from the last row', { kind: 'cursor', at: 't', key: ['5'] }, before, cursor('t', ['5'])],
    ['by id from the start', none, upTo, { kind: 'id', after: null, upTo: ['9'] }],
    ['by id from the last', { kind: 'id', key: ['5'] }, upTo, { kind: 'id', after: ['5'], upTo: ['9'] }],
  ];
  for (const [title, position, bound, scan] of table) {
    it(title, () => {
      assert.deepEqual(nextScan(position, bound), scan);
    });
  }

  it('is refused where position and bound speak of different things', () => {
    assert.throws(() => nextScan({ kind: 'id', key: ['5'] }, before), RangeError);
    assert.throws(() => nextScan({ kind: 'from', at: 't' }, upTo), RangeError);
    assert.throws(() => nextScan({ kind: 'cursor', at: 't', key: ['5'] }, upTo), RangeError);
    assert.throws(() => nextScan({ kind: 'firstLoad', snapshotHighWatermark: 'h', afterKey: null }, upTo), RangeError);
  });
});

describe('the position that a pass leaves behind', () => {
  const first: ScanPlan = { kind: 'firstLoad', snapshotHighWatermark: 'h0', after: ['3'] };
  const byId: ScanPlan = { kind: 'id', after: null, upTo: ['9'] };
  const byKey: Point = { at: null, key: ['7'] };
  const byCursor: Point = { at: 't7', key: ['7'] };
  const at: Position = { kind: 'cursor', at: 't', key: ['5'] };
  const id: Position = { kind: 'id', key: ['2'] };
  const table: [string, Position, ScanPlan, Point | null, boolean, Position][] = [
    ['a first load, ended', none, first, byKey, true, { kind: 'from', at: 'h0' }],
    ['a first load, ended without a row', none, first, null, true, { kind: 'from', at: 'h0' }],
    [
      'a first load, stopped',
      none,
      first,
      byKey,
      false,
      { kind: 'firstLoad', snapshotHighWatermark: 'h0', afterKey: ['7'] },
    ],
    [
      'a first load, stopped before a row',
      none,
      first,
      null,
      false,
      { kind: 'firstLoad', snapshotHighWatermark: 'h0', afterKey: ['3'] },
    ],
    ['the cursor, stopped', at, cursor('t', ['5']), byCursor, false, { kind: 'cursor', at: 't7', key: ['7'] }],
    [
      'the cursor, ended: never by its bound',
      at,
      cursor('t', ['5']),
      byCursor,
      true,
      { kind: 'cursor', at: 't7', key: ['7'] },
    ],
    ['the cursor, nothing new', at, cursor('t', ['5']), null, true, at],
    [
      'the cursor from h0, nothing new',
      { kind: 'from', at: 'h' },
      cursor('h', null),
      null,
      true,
      { kind: 'from', at: 'h' },
    ],
    ['the id, ended', id, byId, byKey, true, { kind: 'id', key: ['7'] }],
    ['the id, nothing new', id, byId, null, true, id],
  ];
  for (const [title, position, scan, last, ended, after] of table) {
    it(title, () => {
      assert.deepEqual(positionAfter(position, scan, last, ended), after);
    });
  }

  it('is refused when a cursor pass lost its cursor', () => {
    assert.throws(() => positionAfter(at, cursor('t', ['5']), byKey, false), RangeError);
  });
});

function cursor(from: string | null, afterKey: readonly string[] | null): ScanPlan {
  return { kind: 'cursor', from, afterKey, before: 'H', again: false };
}
