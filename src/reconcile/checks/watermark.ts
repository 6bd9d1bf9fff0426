// Checks the watermark by itself: that it is there, and that its own fields fit together.
import type { Watermark } from '../../contract/watermark.js';
import { valueOf } from '../probe-result.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, finding, some } from '../finding.js';
import type { Finding } from '../validation.js';

export function checkWatermark(collected: CollectedCounts): Finding[] {
  const { watermark } = collected;
  return watermark === null ? missing(collected) : [seqs(watermark)];
}

/** Without a watermark there must be nothing that only a run could have left. */
function missing({ unreadable, extractReports, ledger, objects }: CollectedCounts): Finding[] {
  if (unreadable !== null) return [finding('watermark.there', false, null, null, unreadable)];
  const loads = valueOf(ledger)?.length ?? 0;
  if (loads === 0 && objects.size === 0) return [];
  const left = `${count(extractReports.length, 'extract report')} in S3, ${count(loads, 'load')} in the ledger`;
  return [finding('watermark.there', false, null, left, `there is no watermark, but ${left}`)];
}

function seqs({ seq, loaded_seq, ledger_base, pending, last_run }: Watermark): Finding {
  const wrong: string[] = [];
  if (loaded_seq > seq) wrong.push(`loaded_seq ${loaded_seq} is past seq ${seq}`);
  if (ledger_base > seq) wrong.push(`ledger_base ${ledger_base} is past seq ${seq}`);
  if (last_run !== null && last_run.seq !== seq) wrong.push(`last_run is #${last_run.seq}, and seq is ${seq}`);
  const waiting = Math.max(0, seq - Math.max(loaded_seq, ledger_base));
  const first = seq - waiting + 1;
  if (pending.length !== waiting || pending.some((entry, i) => entry.seq !== first + i)) {
    const should = waiting === 0 ? 'nothing' : `#${first} to #${seq}`;
    wrong.push(
      `${should} should be pending, and ${pending.map((entry) => `#${entry.seq}`).join(', ') || 'nothing'} is`,
    );
  }
  const right = `seq ${seq}, of which ${loaded_seq} loaded and ${pending.length} pending`;
  return finding('watermark.seqs', wrong.length === 0, loaded_seq + pending.length, seq, some(wrong) || right);
}
