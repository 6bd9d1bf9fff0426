// Full load: everything that the target held gives way to what is copied, for readers all at once at COMMIT.
import { tableText, type TableRef } from '../connection/sql-text.js';

/** Never TRUNCATE: it commits, and readers would find the table empty until the load ends. */
export function deleteAll(target: TableRef): string {
  return `DELETE FROM ${tableText(target)}`;
}
