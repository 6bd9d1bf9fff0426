// Checks the extract reports against the watermark's totals.
import type { Watermark } from '../../contract/watermark.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, equal, finding, seqs, some, sum, unclear } from '../finding.js';
import { recordedSeqs } from '../sources/extract-reports.js';
import type { Finding } from '../validation.js';

export function checkExtractReports(collected: CollectedCounts, watermark: Watermark): Finding[] {
  return [each(collected, watermark), ...totals(collected, watermark)];
}

function each({ extractReports, counted, ledger }: CollectedCounts, watermark: Watermark): Finding {
  const recorded = recordedSeqs(watermark).length;
  const { counting, missing, contested } = counted;
  if (missing.length > 0) {
    const broken = extractReports.flatMap((read) => ('unreadable' in read ? [read.unreadable] : []));
    const why = broken.length > 0 ? `: ${some(broken)}` : '';
    const sentence = `no extract report tells ${seqs(missing)}${why}`;
    return finding('extract reports.each', false, counting.length, recorded, sentence);
  }
  if (contested.length > 0) {
    const sentence = `several runs have an extract report for ${seqs(contested)}; only the ledger could say which counts`;
    return unclear('extract reports.each', counting.length, recorded, sentence);
  }
  const by = ledger.answered ? '' : ', taken by their seq: the ledger, which names the runs, did not answer';
  const sentence = `${count(counting.length, 'extract report')} for ${count(recorded, 'recorded extract')}${by}`;
  return finding('extract reports.each', counting.length === recorded, counting.length, recorded, sentence);
}

function totals({ counted }: CollectedCounts, watermark: Watermark): Finding[] {
  const { counting, missing, contested } = counted;
  const rows = sum(counting, (extractReport) => extractReport.rows);
  const files = sum(counting, (extractReport) => extractReport.files);
  const { mysql_rows_extracted, s3_file_count } = watermark;
  if (missing.length + contested.length > 0) {
    const why = 'not every recorded extract has its one extract report';
    return [
      unclear('extract reports.rows', rows, mysql_rows_extracted, why),
      unclear('extract reports.files', files, s3_file_count, why),
    ];
  }
  return [
    equal('extract reports.rows', rows, mysql_rows_extracted, (agrees) =>
      agrees
        ? `${count(rows, 'row')} in extract reports and watermark`
        : `the extract reports have ${count(rows, 'row')}, the watermark says mysql_rows_extracted ${mysql_rows_extracted}`,
    ),
    equal('extract reports.files', files, s3_file_count, (agrees) =>
      agrees
        ? `${count(files, 'file')} in extract reports and watermark`
        : `the extract reports have ${count(files, 'file')}, the watermark says s3_file_count ${s3_file_count}`,
    ),
  ];
}
