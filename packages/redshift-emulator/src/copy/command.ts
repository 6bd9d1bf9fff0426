// Parses COPY … FROM 's3://…' FORMAT AS PARQUET and refuses the options Redshift refuses for Parquet (S1–S8).
import * as errors from '../errors.js';
import { Cursor, type Name } from '../sql/cursor.js';
import type { Statement } from '../sql/statements.js';

export interface CopyCommand {
  readonly table: Name;
  /** The column list as given, or undefined when the statement has none. */
  readonly columns: readonly string[] | undefined;
  /** `s3://bucket/key` of the manifest, or of a prefix when `manifest` is false. */
  readonly from: string;
  readonly manifest: boolean;
  readonly fillRecord: boolean;
  readonly explicitIds: boolean;
  readonly serializeToJson: boolean;
  /** STATUPDATE ON: only the owner may ask for it. */
  readonly statUpdate: boolean;
}

// S2–S5: known to COPY, refused for Parquet. Those of two words are listed under the first.
const REFUSED = new Set(
  (
    'region truncatecolumns gzip bzip2 lzop zstd delimiter csv quote fixedwidth null dateformat timeformat compupdate ' +
    'encoding escape ignoreheader ignoreblanklines blanksasnull emptyasnull roundec ignoreallerrors acceptanydate ' +
    'noload comprows readratio removequotes trimblanks encrypted master_symmetric_key ssh maxerror'
  ).split(' '),
);
const OTHER_FORMATS = new Set(['csv', 'avro', 'json', 'orc', 'shapefile', 'rcfile', 'textfile', 'sequencefile']);

const JOB_COMMANDS = ['create', 'alter', 'drop', 'list', 'run', 'show'];

export function parseCopy(statement: Statement): CopyCommand {
  const cursor = new Cursor(statement);
  cursor.expect('copy');
  if (JOB_COMMANDS.some((word) => cursor.is('job', word))) throw errors.copyJob();
  const table = cursor.name();
  const columns = cursor.isSymbol('(') ? cursor.identifiers() : undefined;
  cursor.expect('from');
  const from = cursor.string();
  if (!from.startsWith('s3://')) throw errors.notBuilt('COPY from anything but s3://');
  const options = new Options();
  while (!cursor.ended) options.take(cursor);
  options.check();
  return {
    table,
    columns,
    from,
    manifest: options.seen.has('manifest'),
    fillRecord: options.seen.has('fillrecord'),
    explicitIds: options.seen.has('explicit_ids'),
    serializeToJson: options.seen.has('serializetojson'),
    statUpdate: options.statUpdate,
  };
}

/** The options behind FROM, in any order (S6). */
class Options {
  readonly seen = new Set<string>();
  statUpdate = false;
  #format: string | undefined;
  #refused: string | undefined;

  take(cursor: Cursor): void {
    if (cursor.accept('with')) return;
    if (cursor.accept('format')) {
      cursor.accept('as');
      this.#takeFormat(cursor.identifier());
      return;
    }
    if (cursor.is('parquet') || cursor.is('json') || cursor.is('avro') || cursor.is('orc')) {
      this.#takeFormat(cursor.identifier());
      return;
    }
    const before = cursor.peek();
    const option = before?.kind === 'word' ? before.value : '';
    if (!this.#takeKnown(option, cursor)) throw cursor.unexpected();
    if (this.seen.has(option)) throw errors.redundantOption(option.toUpperCase());
    this.seen.add(option);
  }

  #takeFormat(format: string): void {
    if (this.#format !== undefined) throw errors.redundantOption('FORMAT');
    if (format !== 'parquet' && !OTHER_FORMATS.has(format)) throw errors.syntaxError(format);
    this.#format = format;
  }

  #takeKnown(option: string, cursor: Cursor): boolean {
    switch (option) {
      case 'manifest':
      case 'fillrecord':
      case 'explicit_ids':
      case 'serializetojson':
        cursor.next();
        return true;
      case 'iam_role':
        cursor.next();
        if (!cursor.accept('default')) checkRole(cursor.string());
        return true;
      case 'credentials':
      case 'access_key_id':
      case 'secret_access_key':
      case 'session_token':
        cursor.next();
        cursor.accept('as');
        cursor.string();
        return true;
      case 'acceptinvchars':
        cursor.next();
        takeArguments(cursor);
        return true;
      case 'statupdate':
        cursor.next();
        this.statUpdate = !['off', 'false'].includes(takeArguments(cursor) ?? 'on');
        return true;
      case 'job':
        throw errors.copyJob();
      default:
        return REFUSED.has(option) && this.#takeRefused(cursor);
    }
  }

  #takeRefused(cursor: Cursor): true {
    const option = cursor.next().value;
    const first = option === 'encoding' ? takeEncoding(cursor) : takeArguments(cursor);
    // A widely used loader sends MAXERROR 0 with Parquet and passes.
    if (option !== 'maxerror' || Number(first) > 0)
      this.#refused ??= option === 'null' ? 'NULL AS' : option.toUpperCase();
    return true;
  }

  check(): void {
    const roles = ['iam_role', 'credentials', 'access_key_id'].filter((option) => this.seen.has(option));
    if (roles.length > 1) throw errors.twoAuthorizations();
    if (roles.length === 0) throw errors.noAuthorization();
    if (this.#format !== 'parquet') throw errors.notBuilt('COPY of another format than PARQUET');
    if (this.#refused !== undefined) throw errors.optionRefused(this.#refused);
  }
}

/** Chained roles stand without a space between them. */
function checkRole(role: string): void {
  if (/\s/.test(role)) throw errors.roleWithSpace(role);
}

/** Its name may stand without quotes. */
function takeEncoding(cursor: Cursor): string {
  cursor.accept('as');
  return cursor.peek()?.kind === 'string' ? cursor.string() : cursor.identifier();
}

function takeArguments(cursor: Cursor): string | undefined {
  cursor.accept('as');
  const token = cursor.peek();
  const isArgument = token?.kind === 'string' || token?.kind === 'number';
  const isSwitch = ['on', 'off', 'true', 'false', 'preset', 'auto'].some((word) => cursor.is(word));
  return isArgument || isSwitch ? cursor.next().value : undefined;
}
