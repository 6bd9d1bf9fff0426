// A column as information_schema describes it, and what the type table makes of it. What is not in the table is refused by name.
import type { ColumnType } from '../../contract/table-shape.js';
import { RULE_OF } from './type-table.js';

/** A column as information_schema describes it. */
export interface SourceColumn {
  readonly name: string;
  /** `bigint`, `varchar` … */
  readonly dataType: string;
  /** `bigint(20) unsigned`, `enum('a','b')` … */
  readonly declared: string;
  readonly nullable: boolean;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly timeDigits: number | null;
  readonly characters: number | null;
  readonly charset: string | null;
  readonly extra: string;
  readonly collation: string | null;
  /** As SQL text; null: none. */
  readonly default: string | null;
}

const INTEGERS = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];

export function isInteger({ dataType }: SourceColumn): boolean {
  return INTEGERS.includes(dataType);
}

export function isTime({ dataType }: SourceColumn): boolean {
  return dataType === 'timestamp' || dataType === 'datetime';
}

/** The column's type, or null when it is not carried. */
export function columnType(column: SourceColumn): ColumnType | null {
  return RULE_OF.get(column.dataType)?.type(column) ?? null;
}

/** Whether the values are texts of which the last characters may be kept. */
export function isText(column: SourceColumn): boolean {
  return RULE_OF.get(column.dataType)?.text === true && columnType(column)?.kind === 'string';
}
