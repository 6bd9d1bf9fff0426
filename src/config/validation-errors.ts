// What a schema finds wrong, in words: where, and what it must be. Values are never repeated: one may be a secret.
import type { z } from 'zod';
import { nearest } from './suggestion.js';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text; put it in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of its fields',
  record: 'a map',
};

/** The words of one issue; undefined leaves them to the schema's own. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'must not be empty'
        : `must be ${issue.inclusive ? '' : 'above '}${issue.minimum}${issue.inclusive ? ' or more' : ''}`;
    case 'too_big':
      return `must be ${issue.maximum} or less`;
    default:
      return undefined;
  }
};

/** What to say of fields that a map doesn't know, given those it knows: a line each. */
export function unknownFields(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const meant = nearest(key, known);
      return `has no field "${key}"; ${meant === null ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`}`;
    })
    .join('\n');
}

/** One sentence for each mistake; `at` is the place of the value in the file, a list of names. */
export function mistakesIn(error: z.ZodError, at: readonly PropertyKey[]): string[] {
  return sentences(error.issues, at);
}

function sentences(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[]): string[] {
  return issues.flatMap((issue) => {
    const place = [...at, ...issue.path];
    if (issue.code === 'invalid_union') {
      // The branch that looks inside the value is the one that was meant.
      const meant = issue.errors.find((branch) =>
        branch.some(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'),
      );
      if (meant !== undefined) return sentences(meant, place);
    }
    const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const where = place.length === 0 ? 'the file' : place.map(String).join('.');
    return message.split('\n').map((line) => `${where} ${line}`);
  });
}
