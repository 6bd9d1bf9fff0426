// Is a failed statement worth another attempt, and if not, why, in plain words? Decided by text: Redshift's SQLSTATE is mostly XX000.
import type { FailureType } from '../../contract/failures.js';

/** What a server or the driver says of a failed statement. */
export interface ServerError {
  readonly code?: string | undefined;
  readonly message: string;
  readonly detail?: string | undefined;
  /** Of a refused COPY: what the load history says, never cut. */
  readonly full?: string;
}

export type Verdict =
  /** The transaction is undone and the same load may succeed later. */
  | { readonly errorClass: 'retry'; readonly cause: string; readonly serverMessage: string }
  | { readonly errorClass: 'final'; readonly type: FailureType; readonly cause: string; readonly serverMessage: string }
  /** Not known: tried a few times, then final. */
  | {
      readonly errorClass: 'unknown';
      readonly type: FailureType;
      readonly cause: string;
      readonly serverMessage: string;
    };

type Rule<Answer> = readonly [pattern: RegExp, answer: Answer];

const RETRIED: readonly Rule<string>[] = [
  [/serializable isolation violation|^1023\b/i, 'another transaction changed the same table (1023)'],
  [
    /conflict with concurrent transaction|could not open relation with oid/i,
    'another transaction, or Redshift itself, changed or dropped what it needs',
  ],
  [/^1018\b/, 'a table was made after the transaction had begun (1018)'],
  [/deadlock detected/i, 'deadlock with another transaction'],
  [
    /access throttled|throttlingexception|error slowdown|reduce your request rate|status 503/i,
    'S3 throttled the requests',
  ],
  [/status 500|error internalerror/i, 'S3 had an internal error'],
  [/resource temporarily unavailable/i, 'the machines that read the files had no resources left'],
  [/retries exceeded/i, 'Redshift gave up reading a file after its own retries'],
  [
    /system is (starting up|shutting down)|(cluster|server|database system) is (being )?(restart|resiz|shut|in recovery)/i,
    'the server is restarting',
  ],
  [
    /connection (was )?(terminated|reset|closed|ended)|not queryable|socket hang up|closed the connection/i,
    'the connection was lost',
  ],
];
const RETRIED_CODES: readonly Rule<string>[] = [
  [/^40001$/, 'another transaction changed the same table'],
  [/^40P01$/, 'deadlock with another transaction'],
  [/^57014$/, 'the statement was cancelled at the server'],
  [/^57P0\d$/, 'the server is restarting or ended the session'],
  [/^55P03$/, 'a lock was not available'],
  [/^(53300|53000)$/, 'the server is out of connections or resources'],
  [/^08/, 'the connection was lost'],
  [/^E[A-Z]{4,}$/, 'the connection was lost'],
];

interface Final {
  readonly type?: FailureType;
  readonly cause: string;
}
const REFUSED: readonly Rule<Final>[] = [
  [/longer than the length defined in the table/i, { cause: 'a value is longer than its VARCHAR column' }],
  [/1224 string|exceeds the max size/i, { cause: 'a value is larger than its column can ever hold' }],
  [
    /incompatible parquet schema|invalid type length|table metadata (scale|precision)|another type would/i,
    { cause: 'a column of a file has another type than the target' },
  ],
  [/unmatched number of columns/i, { cause: 'a file has another number of columns than the load names' }],
  [/cannot insert a null value into column/i, { cause: 'a value is NULL in a column that is NOT NULL' }],
  [
    /not null column without default/i,
    { cause: 'the target has a NOT NULL column without default that the source lacks' },
  ],
  [/multibyte character not supported/i, { cause: 'a CHAR column of the target takes ASCII only' }],
  [
    /does not have 'meta' key|'content_length' key|'url' key|correct json format|manifest file has no entries/i,
    { cause: 'the manifest is not one that Redshift can read' },
  ],
  [/nosuchbucket/i, { type: 'MissingBucket', cause: 'the bucket is not there' }],
  [
    /nosuchkey|file not found|mandatory url is not present/i,
    { type: 'FileMissing', cause: 'the manifest or a file that it lists is not in S3' },
  ],
  [
    /invalidrange|error code: 416/i,
    { type: 'FileMissing', cause: 'a file in S3 is shorter than the manifest says: it was replaced' },
  ],
  [
    /invalid version number|is corrupt|unsupported (encoding|compression)/i,
    { cause: 'a file is not Parquet that Redshift reads' },
  ],
  [/permanentredirect|status 301/i, { cause: 'the bucket is in another region than the cluster' }],
  [
    /access ?denied|status 403|not authorized|assumerole|iam role/i,
    { cause: 'the IAM role may not read the manifest or its files: check iamRole and its policy on the bucket' },
  ],
];
const REFUSED_CODES: readonly Rule<Final>[] = [
  [/^42501$/, { type: 'AccessDenied', cause: 'the account lacks a privilege' }],
  [/^(42P01|3F000)$/, { type: 'TargetMissing', cause: 'a table or schema is not there any more' }],
  [/^0A000$/, { cause: 'it does not support the statement' }],
  [/^42/, { cause: 'it does not take the statement' }],
  [/^22/, { cause: 'a value does not fit its column' }],
  [/^23/, { cause: 'a row breaks a rule of the target' }],
];
/** Codes of the scan layer and of the manifest reader: about the files, whatever the text. 15001 is the layer's own failures too. */
const FILE_CODE = /code:\s+(15003|15007|15009)\b/;

/** Addresses of files hold names of tables, which may say anything. */
const ADDRESS = /(https?|s3):\/\/[^\s']*/g;

const find = <Answer>(rules: readonly Rule<Answer>[], text: string): Answer | undefined =>
  rules.find(([pattern]) => pattern.test(text))?.[1];

export function classifyError(serverError: ServerError): Verdict {
  const { code = '', message, detail = '', full = '' } = serverError;
  const text = `${message}\n${detail}\n${full}`.replace(/^(ERROR|FATAL):\s*/, '').replace(ADDRESS, '');
  const retried = find(RETRIED, text) ?? find(RETRIED_CODES, code);
  const serverMessage = saying(serverError);
  if (retried !== undefined) return { errorClass: 'retry', cause: retried, serverMessage };
  const refused = find(REFUSED, text) ?? find(REFUSED_CODES, code);
  if (refused !== undefined)
    return { errorClass: 'final', type: refused.type ?? 'CopyRefused', cause: refused.cause, serverMessage };
  if (FILE_CODE.test(detail))
    return { errorClass: 'final', type: 'CopyRefused', cause: 'it cannot read a file', serverMessage };
  return { errorClass: 'unknown', type: 'CopyRefused', cause: 'for a reason that is not known here', serverMessage };
}

/** The message, and of a DETAIL block the context: the part that says what happened. */
function saying({ code, message, detail, full }: ServerError): string {
  const context = full ?? /context:\s+([\s\S]*?)\n\s+query:/.exec(detail ?? '')?.[1]?.trim();
  const more = context ?? detail?.trim() ?? '';
  const sentence = more === '' || more === message ? message : `${message}: ${more}`;
  return `${sentence.replace(/\s+/g, ' ')}${code === undefined || code === 'XX000' ? '' : ` (${code})`}`;
}
