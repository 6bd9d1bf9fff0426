// Checks the ledger against Redshift's own load history, which may lag, hide or have expired. Pure.
import type { CollectedCounts } from '../collected-counts.js';
import { count, none, unclear } from '../finding.js';
import type { Finding } from '../validation.js';

export function checkHistory({ ledger, history }: CollectedCounts): Finding[] {
  if (!ledger.answered || (!history.answered && history.why === null)) return [];
  if (!history.answered) {
    return [unclear('history.rows', null, null, `Redshift's load history did not answer: ${history.why ?? ''}`)];
  }
  const told = ledger.value.flatMap((row) => {
    const said = history.value.get(row.seq);
    return said === undefined ? [] : [{ row, said }];
  });
  if (told.length === 0) {
    return [
      unclear('history.rows', null, null, "Redshift's load history tells of none of the loads: it keeps them for days"),
    ];
  }
  const wrong = told.flatMap(({ row, said }) =>
    row.rowsLoaded === said.rows && row.files === said.files
      ? []
      : [
          `load #${row.seq} has ${row.rowsLoaded} rows of ${row.files} files, Redshift's load history ${said.rows} of ${said.files}`,
        ],
  );
  return [none('history.rows', wrong, told.length, `${count(told.length, 'load')} as in Redshift's own load history`)];
}
