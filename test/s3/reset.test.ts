// Resetting a table: it begins again, and no seq is ever used twice.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { recordExtract } from '../../src/s3/watermark/record-extract.js';
import { recordLoad } from '../../src/s3/watermark/record-load.js';
import { resetWatermark } from '../../src/s3/watermark/reset.js';
import { initialWatermark } from '../../src/s3/watermark/initial-watermark.js';
import type { Watermark } from '../../src/contract/watermark.js';
import { loadOf, pendingOf } from './support/sample.js';

const NOW = '2026-02-01T00:00:00Z';
const CREATED = '2026-01-01T00:00:00Z';
const used: Watermark = {
  ...initialWatermark({ pipeline: 'default', table: tableId('shop.orders') }, CREATED),
  strategy: 'timestamp+id',
  mode: 'merge',
  where: 'id > 3',
  mysql_rows_extracted: 30,
  s3_file_count: 3,
  redshift_rows_loaded: 20,
  position: { kind: 'from', at: '2026-01-02 00:00:00' },
  seq: 3,
  loaded_seq: 2,
  pending: [pendingOf(3, 10)],
  last_error: 'an error',
};

describe('a reset', () => {
  it('leaves the table as never synced, but for its seq, which an empty ledger then stands for', () => {
    const reset = resetWatermark(used, NOW);
    const blank = initialWatermark({ pipeline: 'default', table: tableId('shop.orders') }, NOW);
    assert.deepEqual(reset, { ...blank, seq: 3, loaded_seq: 2, ledger_base: 3, created_at: CREATED });
  });

  it('is not undone by a run that had begun before, and a load of before is not counted again', () => {
    const reset = resetWatermark(used, NOW);
    const late = { run: 'run-3', load: loadOf(3, 10), now: NOW };
    assert.throws(() => recordLoad(reset, late), { type: 'LeaseLost' });
    assert.equal(recordLoad(reset, { ...late, load: loadOf(2, 10) }), reset);
    const facts = { manifest: null, bound: null, strategy: 'id', mode: 'merge', where: null, workflowId: 'w' } as const;
    const extract = { run: 'run-3', base: 3, position: { kind: 'none' }, now: NOW, ...facts } as const;
    assert.throws(() => recordExtract(reset, extract), { type: 'LeaseLost' });
  });
});
