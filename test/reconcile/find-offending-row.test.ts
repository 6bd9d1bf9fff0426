// The row that a load was refused for, found in the data files.
import assert from 'node:assert/strict';
import { Int64, Utf8 } from 'apache-arrow';
import { faultOf } from '../../src/redshift/load/offending-value.js';
import { findOffendingRow } from '../../src/s3/run/find-offending-row.js';
import { parquetFile } from '../emulator/parquet-file.js';
import { MemoryStore } from '../s3/support/memory-store.js';

const KEYS = ['runs/a/part-000000-1a.parquet', 'runs/a/part-000001-1b.parquet'];

async function stored(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const file = (ids: bigint[], notes: (string | null)[]): Uint8Array =>
    parquetFile([
      { name: 'Id', type: new Int64(), values: ids, nullable: false },
      { name: 'Note', type: new Utf8(), values: notes, nullable: true },
    ]);
  await store.put(KEYS[0]!, file([1n, 2n], ['short', 'x']));
  await store.put(KEYS[1]!, file([3n, 4n], ['äöü', null]));
  return store;
}

describe('the offending row of a refused load', () => {
  it('is named by file, key and column: a value that is missing', async () => {
    const fault = faultOf('Cannot insert a NULL value into column note');
    assert.deepEqual(fault, { kind: 'null', column: 'note', maxBytes: null, file: null });
    const wanted = { column: 'note', maxBytes: null, key: ['Id'] };
    assert.equal(
      await findOffendingRow(await stored(), KEYS, null, wanted),
      'It is in part-000001-1b.parquet: the row with Id 4 has no value in column note.',
    );
  });

  it('is named by file, key and value: one that has more bytes than the column', async () => {
    const said =
      'The length of the data column note is longer than the length defined in the table. Table: 5, Data: 6, File name: https://s3/b/runs/a/part-000001-1b.parquet';
    const fault = faultOf(said);
    assert.ok(fault);
    assert.deepEqual([fault.kind, fault.column, fault.maxBytes], ['tooLong', 'note', 5]);
    assert.equal(
      await findOffendingRow(await stored(), KEYS, fault.file, { column: 'note', maxBytes: 5, key: ['Id'] }),
      'It is in part-000001-1b.parquet: the row with Id 3 has 6 bytes in column note: äöü',
    );
  });

  it('is not named where no file tells', async () => {
    const wanted = { column: 'note', maxBytes: 60, key: [] };
    assert.equal(await findOffendingRow(await stored(), KEYS, null, wanted), null);
    assert.equal(await findOffendingRow(new MemoryStore(), KEYS, null, wanted), null);
    assert.equal(faultOf('Access denied'), null);
  });
});
