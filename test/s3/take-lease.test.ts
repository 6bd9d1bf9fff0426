import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { takeLease } from '../../src/s3/watermark/take-lease.js';
import { LATER, leaseOf, NOW, pendingOf, PIPELINE, TABLE, watermark } from './support/sample.js';

const facts = { pipeline: PIPELINE, table: tableId(TABLE), now: LATER };

describe('taking the lease', () => {
  it('makes the watermark of a table that was never synced', () => {
    const taken = takeLease(null, leaseOf('run-a'), facts);
    assert.deepEqual(
      {
        table: taken.table_name,
        seq: taken.seq,
        position: taken.position,
        lease: taken.lease?.run,
        at: taken.created_at,
      },
      { table: TABLE, seq: 0, position: { kind: 'none' }, lease: 'run-a', at: LATER },
    );
    assert.deepEqual([taken.mysql_status, taken.redshift_status], ['in_progress', 'pending']);
  });

  it('changes nothing of a known table but the lease and the status of what is begun', () => {
    const before = watermark({ lease: leaseOf('dead'), seq: 3, mysql_rows_extracted: 7, redshift_status: 'success' });
    const taken = takeLease(before, leaseOf('run-b'), facts);
    assert.deepEqual(taken, { ...before, lease: leaseOf('run-b'), mysql_status: 'in_progress', updated_at: LATER });
    assert.equal(taken.created_at, NOW);
  });

  it('leaves the status of MySQL alone when the run only loads', () => {
    const before = watermark({ mysql_status: 'failed', pending: [pendingOf(1, 5)] });
    const { mysql_status, redshift_status } = takeLease(before, leaseOf('run-b'), { ...facts, stage: 'load' });
    assert.deepEqual([mysql_status, redshift_status], ['failed', 'in_progress']);
  });
});
