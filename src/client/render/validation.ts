// What the witnesses of a table say, a line each, and what does not agree. Pure.
import type { Validation } from '../../witness/validation.js';
import { count, table } from './text.js';

const WITNESSES = {
  mysql: 'MySQL, COUNT(*)',
  footers: 'Parquet footers in S3',
  manifest: 'manifests',
  watermark: 'watermark',
  ledger: 'ledger',
  target: 'target, COUNT(*)',
} as const;

export function validationLines(validation: Validation): string[] {
  const rows = [['  witness', 'rows', 'files']];
  for (const name of Object.keys(WITNESSES) as (keyof typeof WITNESSES)[]) {
    const said: { rows: number; files?: number } | undefined = validation.witnesses[name];
    const files = said?.files === undefined ? '' : count(said.files);
    rows.push([`  ${WITNESSES[name]}`, said === undefined ? 'not asked' : count(said.rows), files]);
  }
  const lies = validation.findings.filter(({ agrees }) => agrees === false);
  const open = validation.findings.filter(({ agrees }) => agrees === 'notComparable');
  return [
    `${validation.table}: ${validation.balanced ? 'every witness agrees' : 'DOES NOT BALANCE'}`,
    ...table(rows),
    ...lies.map(({ check, sentence }) => `  ✗ ${check}: ${sentence}`),
    ...open.map(({ check, sentence }) => `  – ${check}: ${sentence}`),
    ...validation.states.map(({ sentence }) => `  · ${sentence}`),
  ];
}
