// Checks the receipts against the watermark's totals. Pure.
import type { Watermark } from '../../contract/watermark.js';
import type { Evidence } from '../collected-counts.js';
import { count, equal, finding, seqs, some, sum, unclear } from '../finding.js';
import { recordedSeqs } from '../sources/extract-reports.js';
import type { Finding } from '../validation.js';

export function checkReceipts(evidence: Evidence, watermark: Watermark): Finding[] {
  return [each(evidence, watermark), ...totals(evidence, watermark)];
}

function each({ receipts, counted, ledger }: Evidence, watermark: Watermark): Finding {
  const recorded = recordedSeqs(watermark).length;
  const { counting, missing, contested } = counted;
  if (missing.length > 0) {
    const broken = receipts.flatMap((read) => ('unreadable' in read ? [read.unreadable] : []));
    const why = broken.length > 0 ? `: ${some(broken)}` : '';
    const sentence = `no receipt tells ${seqs(missing)}${why}`;
    return finding('receipts.each', false, counting.length, recorded, sentence);
  }
  if (contested.length > 0) {
    const sentence = `several runs have a receipt for ${seqs(contested)}; only the ledger could say which counts`;
    return unclear('receipts.each', counting.length, recorded, sentence);
  }
  const by = ledger.answered ? '' : ', taken by their seq: the ledger, which names the runs, did not answer';
  const sentence = `${count(counting.length, 'receipt')} for ${count(recorded, 'recorded extract')}${by}`;
  return finding('receipts.each', counting.length === recorded, counting.length, recorded, sentence);
}

function totals({ counted }: Evidence, watermark: Watermark): Finding[] {
  const { counting, missing, contested } = counted;
  const rows = sum(counting, (receipt) => receipt.rows);
  const files = sum(counting, (receipt) => receipt.files);
  const { mysql_rows_extracted, s3_file_count } = watermark;
  if (missing.length + contested.length > 0) {
    const why = 'not every recorded extract has its one receipt';
    return [
      unclear('receipts.rows', rows, mysql_rows_extracted, why),
      unclear('receipts.files', files, s3_file_count, why),
    ];
  }
  return [
    equal('receipts.rows', rows, mysql_rows_extracted, (agrees) =>
      agrees
        ? `${count(rows, 'row')} in receipts and watermark`
        : `the receipts have ${count(rows, 'row')}, the watermark says mysql_rows_extracted ${mysql_rows_extracted}`,
    ),
    equal('receipts.files', files, s3_file_count, (agrees) =>
      agrees
        ? `${count(files, 'file')} in receipts and watermark`
        : `the receipts have ${count(files, 'file')}, the watermark says s3_file_count ${s3_file_count}`,
    ),
  ];
}
