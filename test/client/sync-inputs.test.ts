import assert from 'node:assert/strict';
import { syncInputs, type SyncCommandOptions } from '../../src/client/sync-inputs.js';

function mistakesOf(syncOptions: SyncCommandOptions): readonly string[] {
  const checked = syncInputs(syncOptions, 'ann');
  return checked.ok ? [] : checked.mistakes;
}

describe('the command line of a sync', () => {
  it('becomes one input a table, each once', () => {
    const checked = syncInputs({ table: ['a.b', 'c.d', 'a.b'], limit: '50_000', redshiftOnly: false }, 'ann');
    const input = { stage: 'all', requestedBy: 'ann', limit: 50_000 };
    assert.deepEqual(checked, {
      ok: true,
      value: [
        { table: { schema: 'a', name: 'b' }, input: { table: 'a.b', ...input } },
        { table: { schema: 'c', name: 'd' }, input: { table: 'c.d', ...input } },
      ],
    });
  });

  it('is refused with every mistake, in the words that were typed', () => {
    const syncOptions = {
      table: ['orders', 'a.b'],
      limit: 'abc',
      rowsPerFile: '-5',
      backupOnly: true,
      redshiftOnly: true,
    };
    assert.deepEqual(mistakesOf({ ...syncOptions, pipeline: '../x' }), [
      '--backup-only and --redshift-only exclude each other: one ends at S3, the other begins there',
      '-t must be "schema.table", got "orders"',
      '--pipeline must be a name of letters, digits, "_", "-" or ".", got "../x"',
      '--limit must be a whole number of rows above 0, got "abc"',
      '--rows-per-file must be a whole number of rows above 0, got -5',
    ]);
  });

  it('shows a number that is too large as it was typed', () => {
    assert.deepEqual(
      mistakesOf({ table: ['a.b'], limit: '99999999999999999999999', rowsPerFile: '9_007_199_254_740_993' }),
      [
        '--limit must be a whole number of rows above 0, got "99999999999999999999999"',
        '--rows-per-file must be a whole number of rows above 0, got "9_007_199_254_740_993"',
      ],
    );
  });

  it('has no limit for a load', () => {
    assert.deepEqual(mistakesOf({ table: ['a.b'], limit: '5', redshiftOnly: true }), [
      '--limit has no meaning with --redshift-only: it loads what is pending, whole manifests',
    ]);
  });
});
