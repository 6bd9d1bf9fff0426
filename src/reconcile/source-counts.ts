// The row counts of each source, each from that source's own data.
import type { CollectedCounts } from './collected-counts.js';
import { loadsSinceReset } from './checks/ledger.js';
import { sum } from './finding.js';
import type { FileCount, CountSources } from './validation.js';

export function countsBySource(collected: CollectedCounts): CountSources {
  const { watermark, ledger, target, source } = collected;
  const loads = ledger.answered && watermark !== null ? loadsSinceReset(ledger.value, watermark) : null;
  return {
    ...(source.answered ? { mysql: { rows: source.value.rows } } : {}),
    footers: footers(collected),
    manifest: manifest(collected),
    watermark: { rows: watermark?.mysql_rows_extracted ?? 0, files: watermark?.s3_file_count ?? 0 },
    ...(loads === null
      ? {}
      : { ledger: { rows: sum(loads, ({ rowsLoaded: rows }) => rows), files: sum(loads, ({ files }) => files) } }),
    ...(target.answered && target.value !== null ? { target: { rows: target.value } } : {}),
  };
}

function footers({ counted, footers: read }: CollectedCounts): FileCount {
  const rows = counted.counting.flatMap(({ data }) =>
    data.flatMap(({ key }) => {
      const footer = read.get(key);
      return footer === undefined || 'unreadable' in footer ? [] : [footer.rows];
    }),
  );
  return { rows: sum(rows, (n) => n), files: rows.length };
}

/** A manifest names files and sizes; the rows of a file that it names are its extract report's. */
function manifest({ counted, manifests }: CollectedCounts): FileCount {
  let rows = 0;
  let files = 0;
  for (const extractReport of counted.counting) {
    const read = manifests.get(extractReport.manifest.key);
    if (read === undefined || 'unreadable' in read) continue;
    const rowsOf = new Map(extractReport.data.map((file) => [file.key, file.rows]));
    files += read.listed.length;
    rows += sum(read.listed, ({ key }) => rowsOf.get(key) ?? 0);
  }
  return { rows, files };
}
