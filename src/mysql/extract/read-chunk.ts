// Reads one range of a scan, row by row; an altered table is noticed before its first row.
import type { KeyRange, ScanPlan } from '../../contract/position.js';
import type { TableShape } from '../../contract/table-shape.js';
import { SourceRefused } from '../errors.js';
import type { Session } from '../connection/connection.js';
import type { OnRow } from '../rows/row.js';
import { rangeRows } from './read-chunk-sql.js';
import { resultColumnDifference, resultColumnsOf } from '../schema/result-metadata.js';

export function readRows(
  session: Session,
  shape: TableShape,
  scan: ScanPlan,
  range: KeyRange,
  limit: number | null,
  onRow: OnRow,
): Promise<void> {
  return session.readMany(
    rangeRows(shape, scan, range, limit),
    (fields) => {
      const changed = resultColumnDifference(shape.resultColumns, resultColumnsOf(fields));
      if (changed === null) return;
      throw new SourceRefused('ShapeChanged', shape.table, `${changed}; the table was altered: start the sync again`);
    },
    onRow,
  );
}
