// The account of the demo's run and what each witness says of it, a line each. Pure.
import type { RunAccount } from '../src/contract/sync-result.js';
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

export function accountLines(account: RunAccount, validation: Validation): string[] {
  const lines = [
    `Rows extracted: ${count(account.rows)}, S3 files: ${count(account.files)}, ` +
      `rows loaded: ${count(account.loads.reduce((sum, { copied }) => sum + copied, 0))}`,
    '',
    `${'witness'.padEnd(38)}${'rows'.padStart(12)}${'files'.padStart(8)}`,
  ];
  for (const [name, title] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const said: { rows: number; files?: number } | undefined = validation.witnesses[name];
    const rows = said === undefined ? 'not asked' : count(said.rows);
    lines.push(
      `${title.padEnd(38)}${rows.padStart(12)}${(said?.files === undefined ? '' : count(said.files)).padStart(8)}`,
    );
  }
  for (const finding of validation.findings) {
    if (finding.agrees === false) lines.push(`does not agree: ${finding.sentence}`);
  }
  lines.push(
    '',
    validation.balanced ? 'The account is closed: every witness agrees.' : 'The account does not balance.',
  );
  return lines;
}
