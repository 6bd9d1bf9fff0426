// The refusal of a cursor column that holds NULLs, with the statements that cure it.
import type { TableId } from '../../contract/table-id.js';
import { SourceRefused } from '../errors.js';
import type { Chosen } from '../schema/choose-strategy.js';
import { columnName, tableName } from '../sql/literal.js';
import type { SourceColumn } from '../schema/column-types.js';

export function nullsInCursor(table: TableId, columns: readonly SourceColumn[], chosen: Chosen): SourceRefused {
  const { key, keyIndex, cursor } = chosen;
  const { name = '', declared = '', dataType = '' } = cursor?.column ?? {};
  const why = `rows have no value in the cursor column ${name}, and would never be read`;
  const whole = 'or set "strategy: full"';
  const other = columns.find((column) => column.dataType === dataType && !column.nullable && column.name !== name);
  const view = key.length > 0 && keyIndex === null;
  if (view)
    return refused(table, `${why}; give them one in the view, by COALESCE with a column that has one; ${whole}`);
  const alter = `ALTER TABLE ${tableName(table)}`;
  const filled = `give them one, then: ${alter} MODIFY ${columnName(name)} ${declared} NOT NULL`;
  if (other === undefined) return refused(table, `${why}; ${filled}; ${whole}`);
  // A stamp that stays NULL until the first update, beside one of the insert: together they are the modification stamp.
  const both = `${name}_or_${other.name}`.slice(0, 64);
  const value = `COALESCE(${columnName(name)}, ${columnName(other.name)})`;
  const index = [both, ...key].map(columnName).join(', ');
  const added = `${alter} ADD ${columnName(both)} ${declared} AS (${value}) STORED, ADD INDEX (${index})`;
  return refused(table, `${why}; ${filled}; or set "cursor: ${both}" after: ${added}; ${whole}`);
}

const refused = (table: TableId, why: string): SourceRefused => new SourceRefused('BadCursor', table, why);
