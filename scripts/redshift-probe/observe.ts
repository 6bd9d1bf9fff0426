// What a cluster said, in the words of a report: fields of an error, without the names of this run.
import type pg from 'pg';
import type { Answer } from './case.js';

/** Replaces, in order, what belongs to this run or is nobody's business. */
export type Replacements = readonly (readonly [string, string])[];

export interface Observation {
  readonly answer: Answer;
  /** Of the DETAIL block: under this number the load history has the whole text. */
  readonly queryId: string | undefined;
  readonly detail: string | undefined;
}

export function observeError(error: unknown, replacements: Replacements): Observation {
  const { code = '', message, detail } = error as pg.DatabaseError;
  const line = (name: string): string | undefined =>
    new RegExp(`^ {2}${name}: +([^]*?)\n {2}\\w+: `, 'm').exec(detail ?? '')?.[1];
  const number = line('code');
  const context = line('context');
  return {
    answer: {
      outcome: 'refused',
      sqlstate: code,
      message: replaceAll(message, replacements),
      ...(number !== undefined && { number: Number(number) }),
      ...(context !== undefined && { context: replaceAll(context, replacements) }),
    },
    queryId: line('query')?.trim(),
    detail: detail === undefined ? undefined : replaceAll(detail, replacements),
  };
}

export const replaceAll = (text: string, replacements: Replacements): string =>
  replacements.reduce((said, [secret, shown]) => (secret === '' ? said : said.replaceAll(secret, shown)), text);

/** DETAIL ends at 256 characters: where it was cut, only the beginning can be compared. */
export function sameAnswer(expected: Answer, { answer }: Observation, whole: string | undefined): boolean {
  if (expected.outcome === 'loads' || answer.outcome === 'loads')
    return (
      expected.outcome === answer.outcome && 'read' in answer && 'read' in expected && answer.read === expected.read
    );
  if (expected.sqlstate !== answer.sqlstate || expected.message !== answer.message) return false;
  if (expected.number !== answer.number) return false;
  const [context = '', seen = ''] = [expected.context?.trim(), answer.context?.trim()];
  return (
    seen === context || whole?.trim() === context || (whole === undefined && seen !== '' && context.startsWith(seen))
  );
}
