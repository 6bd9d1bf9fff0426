import assert from 'node:assert/strict';
import { NO_RATE, RateEstimator } from '../../src/client/watch/rate-estimator.js';
import { snapshotNotes, snapshotParts } from '../../src/client/render/progress.js';
import type { Progress } from '../../src/contract/progress.js';
import { progress, TABLE } from './sample.js';

const PACE = { rows: 100_000, ms: 10_000 };
const line = (change: Partial<Progress>, recentRate = NO_RATE, bar = false): string =>
  snapshotParts({ table: TABLE, progress: progress(change), recentRate, stallReason: null }, bar).join('  ');

describe('the progress line', () => {
  it('shows rows, files, rate and what is left', () => {
    assert.equal(line({}, PACE), 'shop.orders  150,000 of 550,000 rows  3 files  10,000 rows/s  40 s left  extracting');
  });

  it('draws a bar that is full only at the end', () => {
    const bar = (rows: number): string | undefined => /\[.*\]/.exec(line({ rows }, PACE, true))?.[0];
    assert.equal(bar(0), `[${'·'.repeat(24)}]`);
    assert.equal(bar(275_000), `[${'█'.repeat(12)}${'·'.repeat(12)}]`);
    assert.equal(bar(549_999), `[${'█'.repeat(23)}·]`);
    assert.equal(bar(550_000), `[${'█'.repeat(24)}]`);
  });

  it('says "about" until everything is planned, and nothing before anything is known', () => {
    const unplanned = { planComplete: false, plannedRows: 200_000 };
    assert.equal(line(unplanned), 'shop.orders  150,000 of about 540,000 rows  3 files  extracting');
    assert.equal(
      line({ planComplete: false, plannedRows: 0, estimatedRows: null, rows: 0, files: 0, phase: 'begin' }),
      'shop.orders  0 rows  0 files  beginning',
    );
  });

  it('never says that there are fewer rows than were read', () => {
    assert.match(line({ planComplete: false, plannedRows: 0, estimatedRows: 10 }), /150,000 of about 150,000 rows/);
  });

  it('ends at the limit where that comes first', () => {
    assert.match(line({ limit: 200_000, stopsAt: 200_000 }), /150,000 of 200,000 rows/);
    assert.match(line({ limit: 900_000, stopsAt: 900_000 }), /150,000 of 550,000 rows/);
    const early = { planComplete: false, plannedRows: 160_000, limit: 200_000, stopsAt: 200_000 };
    assert.match(line(early), /150,000 of about 200,000 rows/);
  });

  it('says what a load does, without rows when none were read', () => {
    const loading = { phase: 'load', loadedRows: 500, pendingManifests: 1 } as const;
    assert.equal(
      line({ ...loading, rows: 550_000, files: 11 }),
      'shop.orders  550,000 of 550,000 rows  11 files  loading: 500 rows loaded, 1 manifest to go',
    );
    assert.equal(
      line({ ...loading, rows: 0, files: 0 }, NO_RATE, true),
      'shop.orders  loading: 500 rows loaded, 1 manifest to go',
    );
  });

  it('shows no rate while paused', () => {
    assert.equal(line({ state: 'paused' }, PACE), 'shop.orders  150,000 of 550,000 rows  3 files  paused');
  });

  it('waits for a first answer', () => {
    const silent = { table: TABLE, progress: null, recentRate: NO_RATE, stallReason: null };
    assert.deepEqual(snapshotParts(silent, true), ['shop.orders', 'waiting for a worker to answer']);
  });
});

describe('the notes of a progress', () => {
  it('name what is in the way, who holds back the bound, and what was refused', () => {
    const noted = progress({
      pausedSince: '2026-01-31T08:00:00Z',
      reason: 'maintenance',
      heldBackBy: { by: 'transaction 7 of app@web', since: '2026-01-31 07:00:00' },
      lastRefused: 'setRowLimit takes a whole number',
    });
    assert.deepEqual(snapshotNotes({ progress: noted, stallReason: 'retrying exportChunk (attempt 3): gone' }), [
      'retrying exportChunk (attempt 3): gone',
      'paused since 2026-01-31T08:00:00Z: maintenance',
      'upper bound held back by transaction 7 of app@web since 2026-01-31 07:00:00',
      'refused: setRowLimit takes a whole number',
    ]);
    assert.deepEqual(snapshotNotes({ progress: progress(), stallReason: null }), []);
  });
});

describe('the pace of a run', () => {
  it('is of the last ten seconds', () => {
    const rateEstimator = new RateEstimator();
    assert.deepEqual(rateEstimator.see(0, 0), { rows: 0, ms: 0 });
    assert.deepEqual(rateEstimator.see(50, 5_000), { rows: 50, ms: 5_000 });
    rateEstimator.see(60, 11_000);
    assert.deepEqual(rateEstimator.see(100, 15_000), { rows: 50, ms: 10_000 });
  });
});
