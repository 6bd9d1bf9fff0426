// The shapes of Redshift's errors on the wire: the plain one, and the one raised below the leader node.
import type { Fields } from './wire/messages.js';

/** An error the emulator answers with. `fields` gives what goes over the wire. */
export class RedshiftError extends Error {
  readonly sqlstate: string;
  /** The text kept in the load history, never cut. */
  readonly fullText: string;
  /** Redshift's own number, as in `code: 15007`; 0 when there is none. */
  readonly code: number = 0;
  readonly place: ErrorPlace = {};
  readonly #extra: (queryId: number) => Fields;

  constructor(
    sqlstate: string,
    message: string,
    extra: Fields | ((queryId: number) => Fields) = {},
    fullText = message,
  ) {
    super(message);
    this.sqlstate = sqlstate;
    this.fullText = fullText;
    this.#extra = typeof extra === 'function' ? extra : () => extra;
  }

  fields(queryId: number): Fields {
    return { S: 'ERROR', V: 'ERROR', C: this.sqlstate, M: this.message, ...this.#extra(queryId) };
  }
}

/** Which value of which file, for the load history. */
export interface ErrorPlace {
  readonly file?: string;
  readonly column?: string;
  readonly columnType?: string;
  readonly columnLength?: number;
}

interface ScanFailure {
  title: string;
  code: number;
  context: string;
  location: string;
  process: string;
  place?: ErrorPlace;
}

// Three independent logs of different years all end at this length: Redshift cuts the context there.
const CONTEXT_CAP_CHARS = 256;
const RULE = '  -----------------------------------------------';
const ORIGIN = { F: '../src/sys/xen_execute.cpp', L: '9226', R: 'pg_throw' };

/** An error raised below the leader node: SQLSTATE XX000, the reason only in the DETAIL block. */
export class ScanError extends RedshiftError {
  override readonly code: number;
  override readonly place: ErrorPlace;

  constructor(failure: ScanFailure) {
    const extra = (queryId: number) => ({ D: detail(failure, queryId), ...ORIGIN });
    super('XX000', failure.title, extra, failure.context === '' ? failure.title : failure.context);
    this.code = failure.code;
    this.place = failure.place ?? {};
  }
}

const detail = ({ title, code, context, location, process }: ScanFailure, queryId: number): string =>
  [
    '',
    RULE,
    `  error:  ${title}`,
    `  code:      ${code}`,
    `  context:   ${context.slice(0, CONTEXT_CAP_CHARS)}`,
    `  query:     ${queryId}`,
    `  location:  ${location}`,
    `  process:   ${process}`,
    RULE,
    '',
  ].join('\n');
