// The target's columns and which of them the file's columns go to, by position (C1–C6, C8).
import * as errors from '../errors.js';
import { quoteLiteral, type Name } from '../sql/cursor.js';
import type { CopyCommand } from './command.js';

export interface TargetColumn {
  readonly name: string;
  /** PostgreSQL's internal name: int2, int4, int8, float4, float8, bool, numeric, date, timestamp, varchar, … */
  readonly type: string;
  /** varchar and char: bytes; numeric: `(precision << 16) | scale`; -1 when without. PostgreSQL's header of 4 taken off. */
  readonly modifier: number;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** '' none, 'a' generated always (Redshift's IDENTITY), 'd' by default. */
  readonly identity: string;
  /** VARBYTE: the length it was declared with, if any. */
  readonly declared?: number | undefined;
}

export const columnsQuery = (table: Name): string => `
SELECT c.relkind, a.attname, t.typname, CASE WHEN a.atttypmod > 0 THEN a.atttypmod - 4 ELSE -1 END, a.attnotnull, a.atthasdef,
  a.attidentity, (SELECT s.attributes::jsonb -> 'lengths' ->> a.attname::text FROM pg_catalog.emulator_attributes s WHERE s.relation = c.oid),
  pg_catalog.pg_has_role(c.relowner, 'USAGE')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.oid = ${quoteLiteral(table.text)}::pg_catalog.regclass
ORDER BY a.attnum`;

export function readColumns(rows: readonly (readonly (string | null)[])[], command: CopyCommand): TargetColumn[] {
  const first = rows[0];
  const table = command.table.parts.join('.');
  if (first !== undefined && first[0] !== 'r' && first[0] !== 'p') throw errors.notATable(table);
  if (first !== undefined && command.statUpdate && first[8] !== 't') throw errors.notOwner(table);
  return rows.map(([, name, type, modifier, notNull, hasDefault, identity, declared]) => ({
    name: name ?? '',
    type: type ?? '',
    modifier: Number(modifier),
    notNull: notNull === 't',
    hasDefault: hasDefault === 't',
    identity: identity ?? '',
    declared: declared == null ? undefined : Number(declared),
  }));
}

/** The columns a file's columns are for, in file order. Names in the files play no part (C1). */
export function targetColumns(all: readonly TargetColumn[], command: CopyCommand): TargetColumn[] {
  const { columns, explicitIds } = command;
  const free = (column: TargetColumn) => column.identity !== 'a' || explicitIds;
  if (columns === undefined) return all.filter(free);
  const table = command.table.parts.at(-1) ?? '';
  const chosen = columns.map((name) => {
    const column = all.find((candidate) => candidate.name === name);
    if (column === undefined) throw errors.unknownColumn(name, table);
    if (!free(column)) throw errors.identityNamed(name);
    return column;
  });
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw errors.columnTwice(twice);
  for (const column of all) {
    const filled = chosen.includes(column) || column.hasDefault;
    // A NOT NULL identity left out of a given list is refused too (seen in the field), so identity does not count.
    if (column.notNull && !filled && !columns.includes(column.name)) throw errors.notNullOmitted();
  }
  return chosen;
}

/** Refuses a file whose column count does not fit (C2–C5). Answers how many of the target's columns it fills. */
export function checkCount(
  target: readonly TargetColumn[],
  inFile: number,
  command: CopyCommand,
  file: string,
): number {
  const isSuper = (column: TargetColumn) => column.type === 'jsonb';
  if (target.some(isSuper) && !command.serializeToJson) {
    throw command.fillRecord ? errors.fillRecordSuper() : errors.superNeedsOption();
  }
  const fits = inFile === target.length || (command.fillRecord && inFile < target.length);
  if (!fits) throw errors.columnCount(target.length, inFile, file);
  return inFile;
}
