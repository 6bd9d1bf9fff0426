// npm run docs:errors: prints docs/errors.md from the table of error codes.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { FAILURES, RETRYABLE } from '../src/contract/failures.js';

type Codes = Readonly<Record<string, { readonly meaning: string; readonly action: string; readonly exit: number }>>;

const table = (codes: Codes): string =>
  [
    '| code | what happened | what to do | exit code |',
    '|---|---|---|---|',
    ...Object.entries(codes).map(
      ([code, { meaning, action, exit }]) => `| \`${code}\` | ${meaning} | ${action} | ${exit} |`,
    ),
  ].join('\n');

export function errorsPage(): string {
  return `# Errors

Generated from \`src/contract/failures.ts\` by \`npm run docs:errors\`; a test compares the two.

Every error has a code. The CLI prints it before the message, the Temporal UI shows it as the type of the failure, and the
message states what happened, where, and what to do. No message holds a secret or the value of a masked column.

## Final

The run ends. A new run fails again until the cause is removed.

${table(FAILURES)}

## Retried

Temporal retries the activity. The code is shown as the last failure of a pending activity. A run that ends with one of these
codes has retried for as long as [operations](operations.md#timeouts-and-retries) allows.

${table(RETRYABLE)}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync('docs/errors.md', errorsPage());
