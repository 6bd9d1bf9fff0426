import assert from 'node:assert/strict';
import { bytes, counted, duration, rate, wrapped } from '../../src/client/render/text.js';
import { validationLines } from '../../src/client/render/validation.js';
import { watermarkLines, watermarkShort } from '../../src/client/render/watermark.js';
import { rowsOf } from '../../src/client/parse-rows.js';
import type { Validation, Verdict } from '../../src/reconcile/validation.js';
import { LEASE, PENDING, TABLE, watermark } from './sample.js';

describe('numbers and texts', () => {
  it('are read and written as people do', () => {
    assert.deepEqual([bytes(1_023), bytes(1_536), bytes(5 * 2 ** 40)], ['1023 B', '1.5 KiB', '5.0 TiB']);
    assert.deepEqual([duration(900), duration(61_000), duration(7_260_000)], ['1 s', '1 min 1 s', '2 h 1 min']);
    assert.deepEqual([rate(500, 250), rate(1, 0)], ['2,000 rows/s', '–']);
    assert.deepEqual([counted(1, 'file'), counted(2_000, 'file')], ['1 file', '2,000 files']);
    assert.deepEqual(['50000', '50_000', '1,000,000', '-5', '5,00', '1e3', '', 'abc', '0x10'].map(rowsOf), [
      50_000,
      50_000,
      1_000_000,
      -5,
      '5,00',
      '1e3',
      '',
      'abc',
      '0x10',
    ]);
  });

  it('are wrapped between words, and inside those that are too long', () => {
    assert.deepEqual(wrapped('one two\nthree', 8), ['one two', 'three']);
    assert.deepEqual(wrapped('abcdefghij kl', 4), ['abcd', 'efgh', 'ij', 'kl']);
    assert.deepEqual(wrapped('', 4), ['']);
  });
});

describe('a validation', () => {
  const validation: Validation = {
    pipeline: 'default',
    table: TABLE,
    countSources: {
      footers: { rows: 3_500, files: 4 },
      manifest: { rows: 3_500, files: 4 },
      watermark: { rows: 3_500, files: 0 },
      ledger: { rows: 3_500, files: 4 },
      target: { rows: 3_500 },
    },
    findings: [
      {
        check: 'extract reports.files',
        agrees: false,
        left: 4,
        right: 0,
        sentence: 'extract reports have 4 files, the watermark 0',
      },
      { check: 'extract reports.rows', agrees: true, left: 1, right: 1, sentence: 'equal' },
      { check: 'mysql.rows', agrees: 'notComparable', left: null, right: null, sentence: 'rows are newer' },
    ],
    states: [{ state: 'pending', count: 1, sentence: '1 manifest waits' }],
    balanced: false,
    verdict: 'disagrees',
  };

  it('shows each source, what disagrees, and what could not be compared', () => {
    assert.deepEqual(validationLines(validation), [
      'shop.orders: DOES NOT BALANCE',
      '  source                  rows  files',
      '  MySQL, COUNT(*)            –',
      '  Parquet footers in S3  3,500      4',
      '  manifests              3,500      4',
      '  watermark              3,500      0',
      '  ledger                 3,500      4',
      '  target, COUNT(*)       3,500',
      '  ✗ extract reports.files: extract reports have 4 files, the watermark 0',
      '  – mysql.rows: rows are newer',
      '  · 1 manifest waits',
    ]);
    const headline = (verdict: Verdict): string | undefined => validationLines({ ...validation, verdict })[0];
    assert.equal(headline('balanced'), 'shop.orders: all row counts match');
    assert.equal(headline('incomplete'), 'shop.orders: INCOMPLETE: some systems did not respond; the others match');
    assert.equal(headline('askAgain'), 'shop.orders: at work: what can be compared now agrees');
    const lost = validationLines({ ...validation, verdict: 'misconfigured' });
    assert.equal(lost[2], '  MySQL, COUNT(*)        not asked');
    assert.match(headline('misconfigured') ?? '', /INCOMPLETE: not configured correctly/);
    const never = { state: 'neverSynced', count: 0, sentence: 'the table was never synced' } as const;
    assert.deepEqual(validationLines({ ...validation, verdict: 'balanced', findings: [], states: [never] }), [
      'shop.orders: nothing to validate',
      '  · the table was never synced',
    ]);
  });
});

describe('a watermark', () => {
  it('is shown under the names its users know', () => {
    assert.deepEqual(watermarkLines(watermark()), [
      'shop.orders',
      '  mysql_rows_extracted 550,000 (success), s3_file_count 11, redshift_rows_loaded 550,000 (success)',
      '  position: after 2026-01-31 08:15:00.123456, key 7, x',
      '  seq 2, loaded 2, waiting to be loaded: 0; last checked 2026-01-31T09:00:00Z',
    ]);
  });

  it('is a line in a list, with an error as far as it fits', () => {
    const counts = 'mysql_rows_extracted 550,000 (success), s3_file_count 11, redshift_rows_loaded 550,000 (success)';
    assert.deepEqual(watermarkShort(watermark()), [counts]);
    const failed = watermark({ last_error: `${'x'.repeat(60)}yz`, pending: [PENDING] });
    assert.deepEqual(watermarkShort(failed), [counts, '1 manifest waiting', `last error: ${'x'.repeat(60)}…`]);
  });

  it('names its holder and its last error', () => {
    const held = watermark({
      lease: LEASE,
      last_error: 'UnknownTable: gone',
      last_checked_at: null,
      position: { kind: 'firstLoad', snapshotHighWatermark: 'x', afterKey: null },
    });
    assert.deepEqual(watermarkLines(held).slice(2), [
      '  position: in the first load, before its first key',
      '  seq 2, loaded 2, waiting to be loaded: 0; last checked never',
      '  held by workflow nightly since 2026-01-31T08:00:00Z',
      '  last error: UnknownTable: gone',
    ]);
  });
});
