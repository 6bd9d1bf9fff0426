import assert from 'node:assert/strict';
import { loadLines } from '../../src/client/render/loads.js';
import type { TableLoad } from '../../src/reconcile/recent-loads.js';

const LOADED: TableLoad = {
  seq: 2,
  state: 'loaded',
  extract: { rows: 1_200, files: 2, bytes: 9_000, writtenAt: '2026-01-31T08:00:00.123Z' },
  load: {
    mode: 'merge',
    rowsLoaded: 1_200,
    files: 2,
    ...{ inserted: 1_000, updated: 150, reapplied: 0, stale: 50, superseded: 0, deleted: 0, targetRows: 5_000 },
    loadedAt: '2026-01-31T08:00:09Z',
  },
  history: { rows: 1_200, files: 2 },
};

describe('the newest loads', () => {
  it('are a line each, with a column only of what happened', () => {
    const waiting: TableLoad = { ...LOADED, seq: 3, state: 'waiting', load: null, history: null };
    assert.deepEqual(loadLines({ loads: [waiting, LOADED], of: 3, withoutLedger: null }), [
      "  last loads           read (UTC)   rows  files         loaded (UTC)  inserted  updated  stale  target rows  Redshift's history",
      '  #3          2026-01-31 08:00:00  1,200      2              waiting         –        –      –            –                   –',
      '  #2          2026-01-31 08:00:00  1,200      2  2026-01-31 08:00:09     1,000      150     50        5,000            the same',
      '  the newest 2 of 3; for more: --loads 3',
    ]);
  });

  it('say where a source is silent, or says otherwise', () => {
    const lied: TableLoad = { ...LOADED, history: { rows: 1_199, files: 2 } };
    assert.match(loadLines({ loads: [lied], of: 1, withoutLedger: null })[1] ?? '', / 1,199 rows$/);
    const unread: TableLoad = { ...LOADED, extract: null, load: null, history: null };
    const [, line, why] = loadLines({ loads: [unread], of: 1, withoutLedger: 'nobody there' });
    assert.match(line ?? '', /^ {2}#2( +–){8}$/);
    assert.match(why ?? '', /loaded rows are not shown, because the ledger could not be read: nobody there/);
    assert.deepEqual(loadLines({ loads: [], of: 4, withoutLedger: null }), []);
  });
});
