// Checks the target's own row count against the newest load.
import type { Watermark } from '../../contract/watermark.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, finding, unclear } from '../finding.js';
import type { Finding } from '../validation.js';

export function checkTarget(
  { ledger, target }: CollectedCounts,
  { lease, pending, ledger_base }: Watermark,
): Finding[] {
  if (!target.answered) {
    return target.why === null ? [] : [unclear('target.rows', null, null, `the target did not answer: ${target.why}`)];
  }
  if (!ledger.answered) {
    const why = ledger.later ? 'not comparable yet: a load is running' : 'the ledger did not answer';
    return [unclear('target.rows', target.value, null, why)];
  }
  const newest = [...ledger.value].sort((a, b) => a.seq - b.seq).at(-1);
  if (newest === undefined) return [unclear('target.rows', target.value, null, 'nothing was loaded into it yet')];
  const sides = [target.value, newest.targetRows] as const;
  if (target.value === newest.targetRows) {
    return [
      finding(
        'target.rows',
        true,
        ...sides,
        `${count(target.value, 'row')} in the target, as after load #${newest.seq}`,
      ),
    ];
  }
  const has = target.value === null ? 'the target is gone' : `the target has ${count(target.value, 'row')}`;
  const comparison = `${has}, after load #${newest.seq} it had ${newest.targetRows}`;
  if (newest.seq <= ledger_base) return [unclear('target.rows', ...sides, `${comparison}, and was reset since`)];
  const loading = lease !== null && pending.length > 0;
  return [
    finding(
      'target.rows',
      loading ? 'state' : false,
      ...sides,
      loading ? `${comparison}: a load is under way` : comparison,
    ),
  ];
}
