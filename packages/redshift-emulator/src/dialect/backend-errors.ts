// PostgreSQL's errors in Redshift's words, where the two differ.
import * as errors from '../errors.js';
import type { Fields } from '../wire/messages.js';

/** `table` is the target of the statement that failed, when it is known. */
export function translateError(fields: Fields, queryId: number, table?: string): Fields {
  const known = knownError(fields, queryId, table);
  return known === undefined ? fields : known.fields(queryId);
}

/** Undefined where both say the same. */
export function knownError(fields: Fields, queryId: number, table?: string): errors.RedshiftError | undefined {
  switch (fields['C']) {
    case '40001':
      return errors.serializationFailure(table ?? 'unknown');
    case '23502':
      return errors.nullIntoNotNull(fields['c'] ?? 'unknown');
    case '21000':
      return /MERGE/.test(fields['M'] ?? '') ? errors.mergeManyMatches() : undefined;
    case '42501':
      return errors.permissionDenied(fields['M'] ?? '');
    case '57014':
      return /statement timeout/.test(fields['M'] ?? '') ? errors.timedOut(queryId) : errors.cancelled(queryId);
    default:
      return undefined;
  }
}
