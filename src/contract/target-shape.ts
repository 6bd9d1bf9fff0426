// The shape as it arrives in files and in the target: columns under their new names, masked ones with what masks leave.
import type { ColumnShape, ColumnType, TableShape } from './table-shape.js';

/** Columns, key and cursor by the target's names, in the source's order. */
export type TargetShape = Pick<TableShape, 'columns' | 'key' | 'cursor'>;

/** SHA-256 in hex. */
const HASHED: ColumnType = { kind: 'string', maxBytes: 64, check: false };

export function targetColumn({ rename, ...column }: ColumnShape): ColumnShape {
  return {
    ...column,
    name: rename ?? column.name,
    nullable: column.nullable || column.mask?.kind === 'null',
    type: column.mask?.kind === 'hash' ? HASHED : column.type,
  };
}

export function targetShape({ columns, key, cursor }: TargetShape): TargetShape {
  const nameOf = (name: string): string => columns.find((column) => column.name === name)?.rename ?? name;
  return {
    columns: columns.map(targetColumn),
    key: key.map(nameOf),
    cursor: cursor === null ? null : { ...cursor, name: nameOf(cursor.name) },
  };
}
