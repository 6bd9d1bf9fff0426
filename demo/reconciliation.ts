// The result of the demo's run and the counts of each source, a line each.
import { rowsLoadedBy } from '../src/contract/ledger.js';
import type { SyncResult } from '../src/contract/sync-result.js';
import type { Validation } from '../src/reconcile/validation.js';
import { count } from '../src/client/render/text.js';

const NAMES = {
  mysql: 'MySQL, COUNT(*)',
  footers: 'Parquet footers, read back from S3',
  manifest: 'manifests',
  watermark: 'watermark',
  ledger: 'ledger in the warehouse',
  target: 'target, COUNT(*)',
} as const;

export function syncResultLines(syncResult: SyncResult, validation: Validation): string[] {
  const lines = [
    `Rows extracted: ${count(syncResult.rows)}, S3 files: ${count(syncResult.files)}, ` +
      `rows loaded: ${count(rowsLoadedBy(syncResult.loads))}`,
    '',
    `${'source'.padEnd(38)}${'rows'.padStart(12)}${'files'.padStart(8)}`,
  ];
  for (const [name, title] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const said: { rows: number; files?: number } | undefined = validation.countSources[name];
    const rows = said === undefined ? 'not asked' : count(said.rows);
    lines.push(
      `${title.padEnd(38)}${rows.padStart(12)}${(said?.files === undefined ? '' : count(said.files)).padStart(8)}`,
    );
  }
  for (const finding of validation.findings) {
    if (finding.agrees === false) lines.push(`mismatch: ${finding.sentence}`);
  }
  lines.push('', validation.balanced ? 'All row counts match.' : 'The row counts do not match.');
  return lines;
}
