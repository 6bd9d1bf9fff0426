// Checks the source's row count against the target's, where it must be equal; elsewhere says why it need not be.
import type { Watermark } from '../../contract/watermark.js';
import { valueOf } from '../probe-result.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, finding, unclear } from '../finding.js';
import type { LedgerRow } from '../../contract/ledger.js';
import type { Finding } from '../validation.js';

/** `deletes`: rows may have been deleted from the source, which are not carried. */
export function checkSource(collected: CollectedCounts, watermark: Watermark, deletes: boolean): Finding[] {
  const { source } = collected;
  if (!source.answered) {
    return source.why === null ? [] : [unclear('mysql.rows', null, null, `MySQL did not answer: ${source.why}`)];
  }
  const { rows } = source.value;
  // Read anew as a whole by every run, it has no position that rows could lie past.
  const whole = watermark.strategy === 'full' && watermark.seq > 0;
  const past = whole ? 0 : source.value.past;
  const target = valueOf(collected.target);
  const reason = needNotBeEqual(watermark, past, target, collected.ledger);
  if (target === null || reason !== null)
    return [unclear('mysql.rows', rows, target, reason ?? 'the target did not answer')];
  if (rows === target) return [finding('mysql.rows', true, rows, target, `${count(rows, 'row')} in source and target`)];
  if (whole || watermark.position.kind === 'checksum') {
    const than =
      rows > target ? `${count(rows - target, 'row')} more than` : `${count(target - rows, 'row')} less than`;
    const next = whole ? 'the next run replaces them all, with' : 'the next run compares';
    const since = `what changed since ${watermark.last_checked_at ?? 'the last run'}`;
    return [unclear('mysql.rows', rows, target, `the source has ${than} the target: ${next} ${since}`)];
  }
  if (rows > target) {
    const sentence = `the source has ${count(rows - target, 'row')} more than the target, and none past the position`;
    return [finding('mysql.rows', false, rows, target, sentence)];
  }
  const more = `the target has ${count(target - rows, 'row')} more than the source`;
  if (watermark.mode === 'append' && watermark.strategy === 'timestamp+id') {
    return [unclear('mysql.rows', rows, target, `${more}: append keeps every version of a row`)];
  }
  if (deletes) return [unclear('mysql.rows', rows, target, `${more}: rows deleted there stay in the target`)];
  return [finding('mysql.rows', false, rows, target, more)];
}

function needNotBeEqual(
  { lease, pending, ledger_base }: Watermark,
  past: number,
  target: number | null,
  ledger: CollectedCounts['ledger'],
): string | null {
  if (target === null) return 'the target did not answer, or is not there';
  if (lease !== null) return 'a run is at work';
  if (pending.length > 0) return `${count(pending.length, 'manifest')} waiting to be loaded`;
  if (past > 0) return `the source has ${count(past, 'row')} past the position, for the next run`;
  if (ledger_base > 0) return 'the table was reset: what the target had before is not known';
  if (!ledger.answered) return ledger.later ? 'a load is running' : 'the ledger did not answer';
  return changedByOthers(
    [...ledger.value].sort((a, b) => a.seq - b.seq),
    target,
  );
}

/** The target must have begun empty and changed by the loads alone. */
function changedByOthers(loads: readonly LedgerRow[], target: number): string | null {
  let before = 0;
  for (const { seq, mode, inserted, deleted, targetRows } of loads) {
    // A full load leaves nothing of what was there, whoever put it there.
    if (before + inserted - deleted !== targetRows && !(mode === 'full' && inserted === targetRows)) {
      const first = seq === loads[0]?.seq;
      return first
        ? 'the target was not empty before the first load'
        : `the target was changed by others before load #${seq}`;
    }
    before = targetRows;
  }
  return before === target ? null : 'the target was changed by others after the newest load';
}
