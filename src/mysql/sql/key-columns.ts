// Key columns as SQL: selected as the text that a position holds, and compared so that an index serves the comparison.
import { keyForm } from '../../contract/key-form.js';
import { membersOf } from '../../contract/mysql-type.js';
import { fullName } from '../../contract/table-id.js';
import type { ColumnShape, TableShape } from '../../contract/table-shape.js';
import type { Term } from './keyset.js';
import { columnName, keyLiteral } from './literal.js';

type Keyed = Pick<TableShape, 'table' | 'columns' | 'key'>;

/** What a position of the key is selected by, in key order: bytes in hex, BIT and ENUM as the number they are sorted by. */
export function keyTexts(shape: Keyed): string[] {
  return keyColumns(shape).map((column) => {
    const name = columnName(column.name);
    const form = keyForm(column);
    if (form === 'bytes') return `HEX(${name})`;
    return form === 'bits' || form === 'member' ? `${name} + 0` : name;
  });
}

export function keyTerms(shape: Keyed, key: readonly string[]): Term[] {
  if (key.length !== shape.key.length)
    throw new RangeError(`the key of ${fullName(shape.table)} has ${shape.key.length} columns`);
  return keyColumns(shape).map((column, at) => termOf(column, key[at] ?? ''));
}

function keyColumns({ table, columns, key }: Keyed): ColumnShape[] {
  return key.map((name) => {
    const column = columns.find((known) => known.name === name);
    if (column === undefined) throw new RangeError(`${fullName(table)} has no key column ${name}`);
    return column;
  });
}

/** No index serves an order of ENUM's numbers, but one serves a list of them. */
function termOf(column: ColumnShape, text: string): Term {
  const name = columnName(column.name);
  const value = keyLiteral(column, text);
  if (keyForm(column) !== 'member') return { column: name, value };
  const members = membersOf(column.declared).length;
  return {
    column: name,
    value,
    atLeast: `${name} IN (${numbers(Number(text), members + 1)})`,
    atMost: `${name} IN (${numbers(0, Number(text))}, ${members + 1})`,
  };
}

/** A list of one would be an equality with a number, by which rows are sorted: so one more that no row has is in each. */
function numbers(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at).join(', ');
}
