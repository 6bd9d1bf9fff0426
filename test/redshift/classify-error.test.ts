// What Redshift says, and what it means: tried again, final in plain words, or unknown.
import assert from 'node:assert/strict';
import type { FailureType } from '../../src/contract/failures.js';
import { classifyError } from '../../src/redshift/connection/classify-error.js';

/** The DETAIL block of an error raised below the leader node. */
const block = (error: string, code: number, context: string): string =>
  `\n  -----------------------------------------------\n  error:  ${error}\n  code:      ${code}\n  context:   ${context}\n` +
  `  query:     26301369\n  location:  dory_util.cpp:1450\n  process:   worker_thread [pid=10836]\n  -----------------------------------------------\n`;
const scan = (context: string): { code: string; message: string; detail: string } => ({
  code: 'XX000',
  message: 'Spectrum Scan Error',
  detail: block('Spectrum Scan Error', 15007, context),
});

const RETRIED: [string, { code?: string; message: string; detail?: string }][] = [
  ['1023', { code: 'XX000', message: '1023', detail: 'Serializable isolation violation on table - 1, transactions …' }],
  ['1023 in one line', { code: '40001', message: 'ERROR: 1023 DETAIL: Serializable isolation violation on table' }],
  ['1018', { code: 'XX000', message: '1018', detail: 'Relation does not exist.' }],
  ['a deadlock', { code: '40P01', message: 'deadlock detected' }],
  ['a cancel from outside', { code: '57014', message: "Query (7) cancelled on user's request" }],
  ['a restart', { code: '57P01', message: 'terminating connection due to administrator command' }],
  ['a start', { code: '57P03', message: 'the database system is starting up' }],
  ['a lost connection', { message: 'Connection terminated unexpectedly' }],
  ['a reset', { code: 'ECONNRESET', message: 'read ECONNRESET' }],
  ['throttling', scan('Access throttled by S3')],
  [
    'slow down',
    { code: 'XX000', message: 'S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown' },
  ],
  [
    'an S3 failure',
    { code: 'XX000', message: 'S3ServiceException:We encountered an internal error.,Status 500,Error InternalError' },
  ],
  ['exhausted retries', scan('Retries exceeded')],
  [
    'a conflict with what Redshift does by itself',
    { code: 'XX000', message: 'could not complete because of conflict with concurrent transaction' },
  ],
  ['a table that went while it was opened', { code: 'XX000', message: 'could not open relation with OID 142443' }],
  [
    'a worker without threads',
    {
      code: 'XX000',
      message: 'S3 Query Exception (Fetch)',
      detail: block(
        'S3 Query Exception (Fetch)',
        15001,
        'boost::thread_resource_error: Resource temporarily unavailable',
      ),
    },
  ],
  ['too many connections', { code: '53300', message: 'too many connections' }],
];

const FINAL: [string, { code: string; message: string; detail?: string }, FailureType, RegExp][] = [
  [
    'a long value',
    scan(
      'The length of the data column city is longer than the length defined in the table. Table: 32, Data: 33, File name: x',
    ),
    'CopyRefused',
    /longer than its VARCHAR/,
  ],
  [
    'another type',
    scan(
      "File 'https://s3.us-east-1.amazonaws.com/b/k' has an incompatible Parquet schema for column 's3://b/k.c'. Column type: INT, Parquet schema:\noptional int64 c",
    ),
    'CopyRefused',
    /another type/,
  ],
  [
    'a decimal length',
    scan("File 'x' column 'num' has an invalid type length. Expecting: 8 len in file: 13"),
    'CopyRefused',
    /another type/,
  ],
  [
    'a column count',
    scan('Unmatched number of columns between table and file. Table columns: 20, Data columns: 16'),
    'CopyRefused',
    /number of columns/,
  ],
  [
    'a NULL',
    {
      code: 'XX000',
      message: 'Cannot insert a NULL value into column id',
      detail: block('Cannot insert a NULL value into column id', 1202, ''),
    },
    'CopyRefused',
    /NULL/,
  ],
  [
    'a missing default',
    { code: '42601', message: 'NOT NULL column without DEFAULT must be included in column list' },
    'CopyRefused',
    /without default/,
  ],
  [
    'a manifest without meta',
    {
      code: 'XX000',
      message: "File entry does not have 'meta' key.",
      detail: block("File entry does not have 'meta' key.", 15003, ''),
    },
    'CopyRefused',
    /manifest/,
  ],
  [
    'a missing manifest',
    {
      code: 'XX000',
      message:
        'Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey',
    },
    'FileMissing',
    /not in S3/,
  ],
  ['a missing file', scan('File not found'), 'FileMissing', /not in S3/],
  [
    'a replaced file',
    scan('HTTP response error code: 416 Message: InvalidRange The requested range is not satisfiable'),
    'FileMissing',
    /replaced/,
  ],
  ['no Parquet', scan("File 'x' has an invalid version number: abcd"), 'CopyRefused', /not Parquet/],
  [
    'another region',
    {
      code: 'XX000',
      message:
        'S3ServiceException:The bucket you are attempting to access must be addressed using the specified endpoint.,Status 301,Error PermanentRedirect',
    },
    'CopyRefused',
    /region/,
  ],
  [
    'a role without rights',
    { code: 'XX000', message: 'S3ServiceException:Access Denied,Status 403,Error AccessDenied' },
    'CopyRefused',
    /IAM role/,
  ],
  [
    'a large value',
    { code: 'XX000', message: '1224 String value exceeds the max size of 65535 bytes' },
    'CopyRefused',
    /larger/,
  ],
  [
    'an option',
    { code: '0A000', message: 'REGION argument is not supported for PARQUET based COPY' },
    'CopyRefused',
    /support/,
  ],
  ['a syntax error', { code: '42601', message: 'syntax error at or near "x"' }, 'CopyRefused', /statement/],
  ['a missing privilege', { code: '42501', message: 'permission denied for schema shop' }, 'AccessDenied', /privilege/],
  ['a dropped table', { code: '42P01', message: 'relation "x" does not exist' }, 'TargetMissing', /not there/],
  ['an unknown complaint about a file', scan('something new'), 'CopyRefused', /cannot read a file/],
];

describe('what an error of Redshift means', () => {
  for (const [name, serverError] of RETRIED) {
    it(`tries again after ${name}`, () => assert.equal(classifyError(serverError).errorClass, 'retry'));
  }

  for (const [name, serverError, type, cause] of FINAL) {
    it(`ends at ${name} as ${type}`, () => {
      const verdict = classifyError(serverError);
      assert.equal(verdict.errorClass, 'final');
      assert.ok('type' in verdict);
      assert.equal(verdict.type, type);
      assert.match(verdict.cause, cause);
    });
  }

  it('does not take a failure of the scan layer itself for one of the files', () => {
    const detail = block('S3 Query Exception (Fetch)', 15001, 'Task failed due to an internal error.');
    assert.equal(classifyError({ code: 'XX000', message: 'S3 Query Exception (Fetch)', detail }).errorClass, 'unknown');
  });

  it('keeps the words of what is tried again', () => {
    const message = 'Query (7) cancelled by WLM abort action of Query Monitoring Rule "long"';
    const verdict = classifyError({ code: '57014', message });
    assert.equal(verdict.errorClass, 'retry');
    assert.ok(verdict.serverMessage.includes(message), verdict.serverMessage);
  });

  it('does not know an internal error without a name', () => {
    assert.equal(
      classifyError({ code: 'XX000', message: 'Assert', detail: block('Assert', 1000, 'x') }).errorClass,
      'unknown',
    );
  });

  it('is not misled by what a file is called', () => {
    const url = 'https://s3.us-east-1.amazonaws.com/b/reduce your request rate'.replaceAll(' ', '%20');
    const verdict = classifyError(scan(`File '${url}/1023/Status-503' has an incompatible Parquet schema`));
    assert.equal(verdict.errorClass, 'final');
  });

  it('repeats the part of the DETAIL block that says what happened', () => {
    const verdict = classifyError(scan('something\n  new'));
    assert.ok('serverMessage' in verdict);
    assert.equal(verdict.serverMessage, 'Spectrum Scan Error: something new');
  });
});
