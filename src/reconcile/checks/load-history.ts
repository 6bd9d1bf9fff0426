// Checks the ledger against Redshift's own load history, which may lag, hide or have expired.
import type { CollectedCounts } from '../collected-counts.js';
import { count, none, unclear } from '../finding.js';
import type { Finding } from '../validation.js';

export function checkHistory({ ledger, history }: CollectedCounts): Finding[] {
  if (!ledger.answered || (!history.answered && history.why === null)) return [];
  if (!history.answered) {
    return [unclear('history.rows', null, null, `Redshift's load history did not answer: ${history.why ?? ''}`)];
  }
  const reported = ledger.value.flatMap((row) => {
    const loaded = history.value.get(row.seq);
    return loaded === undefined ? [] : [{ row, loaded }];
  });
  if (reported.length === 0) {
    return [
      unclear('history.rows', null, null, "Redshift's load history tells of none of the loads: it keeps them for days"),
    ];
  }
  const wrong = reported.flatMap(({ row, loaded }) =>
    row.rowsLoaded === loaded.rows && row.files === loaded.files
      ? []
      : [
          `load #${row.seq} has ${row.rowsLoaded} rows of ${row.files} files, Redshift's load history ${loaded.rows} of ${loaded.files}`,
        ],
  );
  return [
    none('history.rows', wrong, reported.length, `${count(reported.length, 'load')} as in Redshift's own load history`),
  ];
}
