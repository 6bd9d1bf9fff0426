// Every error text of the emulator; no other file holds the wording of a refusal.
import { RedshiftError, ScanError, type ErrorPlace } from './redshift-error.js';

export { RedshiftError, ScanError };

const scan = (context: string, place: ErrorPlace = {}): ScanError =>
  new ScanError({
    title: 'Spectrum Scan Error',
    code: 15007,
    context,
    location: 'dory_util.cpp:1450',
    process: 'worker_thread [pid=10836]',
    place,
  });

const manifest = (title: string, context = ''): ScanError =>
  new ScanError({
    title,
    code: 15003,
    context,
    location: 'spectrum_manifest.cpp:204',
    process: 'padbmaster [pid=10836]',
  });

const s3 = (title: string): ScanError =>
  new ScanError({
    title,
    code: 8001,
    context: title,
    location: 's3_utility.cpp:350',
    process: 'padbmaster [pid=10836]',
  });

// --- statements --------------------------------------------------------------------------------------------------

export const syntaxError = (near: string): RedshiftError =>
  new RedshiftError('42601', near === '' ? 'syntax error at end of input' : `syntax error at or near "${near}"`);

export const notSupported = (what: string): RedshiftError => new RedshiftError('0A000', `${what} is not supported`);

export const commandNotSupported = (sql: string): RedshiftError =>
  new RedshiftError('0A000', `SQL command "${sql.trim().slice(0, 200)}" not supported on Redshift tables.`);

export const functionMissing = (name: string): RedshiftError =>
  new RedshiftError('42883', `function ${name} does not exist`, {
    H: 'Redshift has no such function; PostgreSQL has.',
  });

/** For what Redshift has and this emulator lacks: never to be read as Redshift's own answer. */
export const notBuilt = (what: string): RedshiftError =>
  new RedshiftError('0A000', `emulator: ${what} is not built here`);

export const unsupportedType = (column: string, type: string): RedshiftError =>
  new RedshiftError('0A000', `Column "${column}" has unsupported type "${type}".`);

export const unknownType = (type: string): RedshiftError => new RedshiftError('42704', `type "${type}" does not exist`);

export const invalidLength = (type: string, least: number, most: number): RedshiftError =>
  new RedshiftError('22023', `length for type ${type} must be between ${least} and ${most}`);

export const invalidPrecision = (precision: number): RedshiftError =>
  new RedshiftError('22023', `DECIMAL precision ${precision} must be between 1 and 38`);

export const inTransactionBlock = (command: string): RedshiftError =>
  new RedshiftError('25001', `${command} cannot run inside a transaction block`);

export const mergeManyMatches = (): RedshiftError =>
  new RedshiftError('XX000', 'Found multiple matches to update the same tuple.');

export const serializationFailure = (table: string): RedshiftError =>
  new RedshiftError('XX000', '1023', {
    D: `Serializable isolation violation on table - ${table}, transactions forming the cycle are: (unknown)`,
  });

export const cancelled = (queryId: number): RedshiftError =>
  new RedshiftError('57014', `Query (${queryId}) cancelled on user's request`);

/** For the history only: nobody is left to read it. */
export const sessionLost = (): RedshiftError => new RedshiftError('57P01', 'the session ended during the load');

export const timedOut = (queryId: number): RedshiftError =>
  new RedshiftError('57014', `Query (${queryId}) cancelled on user's request`, {
    H: 'statement_timeout of the session passed',
  });

/** Of the emulator alone. */
export const invalidFault = (text: string): RedshiftError =>
  new RedshiftError('22023', `emulator: "${text}" is no fault`, {
    H: 'As in: drop before COMMIT | drop after INSERT ledger #2 | hold in COPY after 1 file | fail 1023 before COPY | fail throttled at file 2 | slow 200 ms | restart 500 ms. Then: #n, times n, always, of <application_name>.',
  });

// --- COPY: statement level (S) -----------------------------------------------------------------------------------

/** S2, S3, S4. */
export const optionRefused = (option: string): RedshiftError =>
  new RedshiftError('0A000', `${option} argument is not supported for PARQUET based COPY`);

/** S8; the text is ours. */
export const noAuthorization = (): RedshiftError =>
  new RedshiftError('42601', 'COPY needs an authorization clause: IAM_ROLE, CREDENTIALS or ACCESS_KEY_ID');

export const twoAuthorizations = (): RedshiftError =>
  new RedshiftError('42601', 'conflicting or redundant options: one authorization clause only');

/** S7; the text is ours. */
export const roleWithSpace = (role: string): RedshiftError =>
  new RedshiftError('42601', `emulator: IAM_ROLE '${role}' holds a space; roles are chained as 'arn1,arn2'`);

export const redundantOption = (option: string): RedshiftError =>
  new RedshiftError('42601', `conflicting or redundant options: ${option}`);

/** S10; STATUPDATE ON is for the table's owner. */
export const notOwner = (table: string): RedshiftError =>
  new RedshiftError('42501', `must be owner of relation ${table}`);
export const permissionDenied = (message: string): RedshiftError =>
  new RedshiftError('42501', message.replace('for table', 'for relation'));
/** S12. */
export const copyJob = (): RedshiftError => notBuilt('COPY JOB, which knows no manifest and loads by file name,');
/** S10. */
export const nonexistentTable = (table: string): RedshiftError =>
  new RedshiftError('42P01', `Cannot COPY into nonexistent table ${table}`);

export const notATable = (table: string): RedshiftError => new RedshiftError('42809', `cannot copy to view "${table}"`);

// --- COPY: manifest (M) ------------------------------------------------------------------------------------------

/** M1. */
export const metaMissing = (): ScanError => manifest("File entry does not have 'meta' key.");
/** M2: too large. */
export const rangePastEnd = (): ScanError =>
  scan('HTTP response error code: 416 Message: InvalidRange The requested range is not satisfiable');
/** M3; predicted. */
export const contentLengthMissing = (): ScanError => manifest("File entry does not have 'content_length' key.");
export const urlMissing = (): ScanError => manifest("File entry does not have 'url' key.");
/** M4. */
export const mandatoryMissing = (url: string): ScanError =>
  manifest('Mandatory url is not present in manifest file', url);
/** M5; the text is M6's. */
export const noFileFound = (): ScanError => scan('File not found');
/** M7. */
export const manifestNotFound = (): ScanError =>
  s3('Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey');
/** S9. */
export const BUCKET_ELSEWHERE =
  'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
/** S9, M11 and other refusals of S3. */
export const s3Failure = (prefix: string, message: string, status: number, code: string): ScanError =>
  s3(`${prefix}S3ServiceException:${message},Status ${status},Error ${code}`);
/** M8. */
export const manifestMalformed = (): ScanError => manifest('Manifest file is not in correct json format');
export const manifestEmpty = (): ScanError => manifest('Manifest file has no entries');

/** S3 wants fewer requests; passes. */
export const throttled = (): ScanError => scan('Access throttled by S3');
/** A file that could not be read to its end; passes. */
export const retriesExceeded = (): ScanError => scan('Retries exceeded');

// --- COPY: columns (C) -------------------------------------------------------------------------------------------

/** C2, C3. */
export const columnCount = (table: number, data: number, file: string): ScanError =>
  scan(
    `Unmatched number of columns between table and file. Table columns: ${table}, Data columns: ${data}, File name: ${file}`,
    { file },
  );
/** C5. */
export const fillRecordSuper = (): ScanError =>
  new ScanError({
    title: 'Assert',
    code: 1000,
    context: 'Unreachable - Invalid type: 4000',
    location: 'dory_util.cpp:528',
    process: 'padbmaster [pid=10836]',
  });
/** C6. */
export const notNullOmitted = (): RedshiftError =>
  new RedshiftError('42601', 'NOT NULL column without DEFAULT must be included in column list', {
    F: '../src/pg/src/backend/commands/commands_copy.c',
    R: 'DoTheCopy',
  });
/** C7. */
export const nullIntoNotNull = (column: string): ScanError =>
  new ScanError({
    title: `Cannot insert a NULL value into column ${column}`,
    code: 1202,
    context: `Cannot insert a NULL value into column ${column}`,
    location: 'cg_main.cpp:2300',
    process: 'query1_119_2 [pid=10836]',
    place: { column },
  });
/** C8. */
export const identityNamed = (column: string): RedshiftError =>
  new RedshiftError('42601', `cannot set an identity column to a value: ${column}; use EXPLICIT_IDS`);
export const unknownColumn = (column: string, table: string): RedshiftError =>
  new RedshiftError('42703', `column "${column}" of relation "${table}" does not exist`);
export const columnTwice = (column: string): RedshiftError =>
  new RedshiftError('42701', `column "${column}" specified more than once`);

// --- COPY: types (§1.4) and files (§1.5) -------------------------------------------------------------------------

export const incompatible = (file: string, column: string, columnType: string, schema: string): ScanError =>
  scan(
    `File '${file}' has an incompatible Parquet schema for column '${column}'. Column type: ${columnType}, Parquet schema:\n${schema}\n`,
    { file, column, columnType },
  );
export const typeLength = (file: string, column: string, expected: number, found: number): ScanError =>
  scan(`File '${file}' column '${column}' has an invalid type length. Expecting: ${expected} len in file: ${found}`, {
    file,
    column,
    columnType: 'DECIMAL',
  });
export const decimalScale = (file: string, column: string, found: number, table: number): ScanError =>
  scan(
    `File '${file}' column '${column}' has a scale that does not match the table metadata scale. File metadata scale: ${found} Table metadata scale: ${table}`,
    { file, column, columnType: 'DECIMAL' },
  );
export const decimalPrecision = (file: string, column: string, found: number, table: number): ScanError =>
  scan(
    `File '${file}' column '${column}' has a precision that does not match the table metadata precision. File metadata precision: ${found}, Table metadata precision: ${table}.`,
    { file, column, columnType: 'DECIMAL' },
  );
export const decimalStorage = (file: string, column: string, physical: string): ScanError =>
  scan(
    `File '${file}' decimal column '${column}' is stored as ${physical}, but based on the precision in the table metadata, another type would needed.`,
    { file, column, columnType: 'DECIMAL' },
  );
/** Redshift loads and corrupts these; the emulator refuses, so that nobody finds out there. */
export const timestampWithoutLegacy = (file: string, column: string): ScanError =>
  scan(
    `emulator: File '${file}' column '${column}': INT64 timestamp without ConvertedType TIMESTAMP_MICROS or _MILLIS; Redshift loads it as garbage`,
    { file, column, columnType: 'TIMESTAMP' },
  );
export const superNeedsOption = (): RedshiftError =>
  new RedshiftError('0A000', 'SUPER column in COPY query requires SERIALIZETOJSON option');
export const superTooLong = (cap: number): ScanError => scan(`1224 String value exceeds the max size of ${cap} bytes`);
export const valueTooLong = (column: string, table: number, data: number, file: string): ScanError =>
  scan(
    `The length of the data column ${column} is longer than the length defined in the table. Table: ${table}, Data: ${data}, File name: ${file}`,
    { file, column, columnLength: table },
  );
export const multibyteInChar = (invalid: string): ScanError =>
  scan(`Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: ${invalid}`);
/** M2b and M9: whatever does not end in PAR1. */
export const invalidVersion = (file: string, found: string): ScanError =>
  scan(`File '${file}' has an invalid version number: ${found}`, { file });
export const corruptFile = (file: string, why: string): ScanError =>
  scan(`File '${file}' is corrupt: ${why}`, { file });
export const unsupportedEncoding = (file: string, column: string, encoding: string): ScanError =>
  scan(`File '${file}' uses an unsupported encoding: ${encoding} for column '${column}'.`, { file, column });
export const unsupportedCodec = (file: string, column: string, codec: string): ScanError =>
  scan(`File '${file}' uses an unsupported compression: ${codec} for column '${column}'.`, { file, column });
/** Redshift's readers of a data lake skip such files without a word; the emulator says so. */
export const hiddenName = (file: string): ScanError =>
  scan(`emulator: File '${file}' has a name that begins with _ or . : such files are hidden to the scan layer`, {
    file,
  });
/** The text is ours. */
export const rowTooLarge = (bytes: number, cap: number, file: string): ScanError =>
  scan(`The row is larger than the maximum row size. Maximum: ${cap}, Data: ${bytes}, File name: ${file}`, { file });
/** DECIMAL(19): eight bytes, whatever the point. */
export const numericOverflow = (column: string, file: string): ScanError =>
  new ScanError({
    title: 'Numeric data overflow (result precision)',
    code: 1058,
    context: '64 bit overflow',
    location: 'numeric.hpp:161',
    process: 'query0_68 [pid=10836]',
    place: { file, column, columnType: 'DECIMAL' },
  });
