// The dated report: each question, the emulator's rule, and what the cluster answered.
import type { Answer } from './case.js';

export interface ProbeRow {
  readonly rule: string;
  readonly question: string;
  readonly collected: string;
  readonly verdict: 'same' | 'differs';
  readonly standIn: Answer;
  readonly observed: Answer;
  readonly detail: string | undefined;
  /** The text of the load history, which is not cut. */
  readonly whole: string | undefined;
}

export interface ProbeReport {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly server: string;
  readonly region: string;
  readonly rows: readonly ProbeRow[];
}

export function markdown({ started, server, region, rows }: ProbeReport): string {
  const differing = rows.filter(({ verdict }) => verdict === 'differs');
  const sum =
    differing.length === 0
      ? `All ${rows.length} answers are the emulator's.`
      : `${differing.length} of ${rows.length} answers differ from the emulator's.`;
  return [
    `# Redshift probe, ${started}`,
    '',
    `Server: ${cell(server)}. Region: ${region}. ${sum}`,
    '',
    '| rule | evidence | question | the emulator | observed | verdict |',
    '| ---- | -------- | -------- | ------------ | -------- | ------- |',
    ...rows.map((row) => {
      const cells = [row.rule, row.collected, row.question, said(row.standIn), said(row.observed), row.verdict];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
    '',
    ...differing.flatMap(({ rule, question, detail, whole }) => [
      `## ${rule}: ${question}`,
      '',
      ...(detail === undefined && whole === undefined ? ['No detail was given.', ''] : []),
      ...[detail, whole].flatMap((text) => (text === undefined ? [] : ['```', text.trim(), '```', ''])),
    ]),
  ].join('\n');
}

function said(answer: Answer): string {
  if (answer.outcome === 'loads') return `loads: ${answer.read}`;
  const { sqlstate, message, number, context } = answer;
  return [`refused, ${sqlstate}: ${message}`, number, context].filter((part) => part !== undefined).join('; ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
