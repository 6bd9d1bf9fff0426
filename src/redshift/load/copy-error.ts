// A refused COPY's reason in full, from the load history.
import { setTimeout as sleep } from 'node:timers/promises';
import { StatementFailed, type Query } from '../connection/connection.js';
import { loadError } from '../ledger/load-history-sql.js';

/** The error's view is written some time after the statement has failed. */
const PAUSES_MS = [0, 1_000];
/** GETDATE() has whole seconds, and the two clocks need not tick at once. */
const SLACK_SECONDS = 5;

/** A refused COPY's reason in full: the error itself is cut at 256 characters. Null when the session may not read it. `sinceMs`: when it was opened. */
export async function fullReason(
  run: Query,
  error: unknown,
  sinceMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (!(error instanceof StatementFailed) || !error.statement.startsWith('COPY')) return null;
  try {
    for (const pause of PAUSES_MS) {
      await sleep(pause, undefined, { signal });
      const [row] = (await run(loadError(Math.ceil((Date.now() - sinceMs) / 1_000) + SLACK_SECONDS))).rows;
      const { error_message: reason, file_name: file, column_name: column } = row ?? {};
      if (reason == null) continue;
      const named = (what: string, name: string | null | undefined): string =>
        name == null || name === '' || reason.includes(name) ? '' : ` (${what} ${name})`;
      return `${reason}${named('column', column)}${named('file', file)}`;
    }
  } catch {
    // The known error stands without it.
  }
  return null;
}
