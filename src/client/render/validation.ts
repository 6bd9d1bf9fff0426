// What the sources of a table say, a line each, and what does not agree.
import type { Validation, Verdict } from '../../reconcile/validation.js';
import { count, table } from './text.js';

const COUNT_SOURCES = {
  mysql: 'MySQL, COUNT(*)',
  footers: 'Parquet footers in S3',
  manifest: 'manifests',
  watermark: 'watermark',
  ledger: 'ledger',
  target: 'target, COUNT(*)',
} as const;

export function validationLines(validation: Validation): string[] {
  const rows = [['  source', 'rows', 'files']];
  // Of one that did not answer, a line below says why.
  const silent = validation.verdict === 'misconfigured' ? 'not asked' : '–';
  for (const name of Object.keys(COUNT_SOURCES) as (keyof typeof COUNT_SOURCES)[]) {
    const source: { rows: number; files?: number } | undefined = validation.countSources[name];
    const files = source?.files === undefined ? '' : count(source.files);
    rows.push([`  ${COUNT_SOURCES[name]}`, source === undefined ? silent : count(source.rows), files]);
  }
  const mismatches = validation.findings.filter(({ agrees }) => agrees === false);
  const open = validation.findings.filter(({ agrees }) => agrees === 'notComparable');
  return [
    `${validation.table}: ${headline(validation)}`,
    ...(isNew(validation) ? [] : table(rows)),
    ...mismatches.map(({ check, sentence }) => `  ✗ ${check}: ${sentence}`),
    ...open.map(({ check, sentence }) => `  – ${check}: ${sentence}`),
    ...validation.states.map(({ sentence }) => `  · ${sentence}`),
  ];
}

const VERDICTS = {
  disagrees: 'DOES NOT BALANCE',
  incomplete: 'INCOMPLETE: some systems did not respond; the others match',
  misconfigured: 'INCOMPLETE: not configured correctly; S3 and the watermark match',
  askAgain: 'at work: what can be compared now agrees',
  balanced: 'all row counts match',
} satisfies Record<Verdict, string>;

function headline(validation: Validation): string {
  return isNew(validation) ? 'nothing to validate' : VERDICTS[validation.verdict];
}

/** Never synced: its sources have nothing to say. */
const isNew = ({ states }: Validation): boolean => states.some(({ state }) => state === 'neverSynced');
