// Does the target hold what the source's shape has? Names every difference at once.
import { redshiftType, type ColumnShape } from '../../contract/table-shape.js';
import { folded } from '../connection/sql-text.js';

/** A column of the target as svv_columns tells it. */
export interface TargetColumn {
  readonly name: string;
  readonly dataType: string;
  /** Bytes of a text column. */
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: boolean;
  readonly columnDefault: string | null;
}

/** Sentences, one a difference; empty when the shape can be loaded. */
export function differences(shape: readonly ColumnShape[], target: readonly TargetColumn[]): string[] {
  const held = new Map(target.map((column) => [folded(column.name), column]));
  const wanted = new Set(shape.map(({ name }) => folded(name)));
  return [
    ...shape.flatMap((column) => difference(column, held.get(folded(column.name)))),
    ...target.filter(({ name }) => !wanted.has(folded(name))).flatMap(obstacle),
  ];
}

function difference(column: ColumnShape, held: TargetColumn | undefined): string[] {
  const needed = redshiftType(column.type);
  if (held === undefined) return [`column ${column.name} (${needed}) is missing`];
  if (column.mask?.kind === 'null' && !held.nullable)
    return [`column ${column.name} is NOT NULL, and its mask leaves it no value`];
  if (column.type.kind === 'string' && held.dataType === 'character varying') {
    if ((held.length ?? 0) >= column.type.maxBytes) return [];
    return [`column ${column.name} is VARCHAR(${held.length ?? 0}), too narrow: ${needed} is needed`];
  }
  const found = typeText(held);
  return found === needed ? [] : [`column ${column.name} is ${found}, ${needed} is needed`];
}

/** Columns that only the target has, and that no default fills: what is loaded leaves them without a value. */
export function unfedColumns(shape: readonly ColumnShape[], target: readonly TargetColumn[]): string[] {
  const fed = new Set(shape.map(({ name }) => folded(name)));
  return target
    .filter(({ name, nullable, columnDefault }) => nullable && columnDefault === null && !fed.has(folded(name)))
    .map(({ name }) => name);
}

/** A column that only the target has must be one that COPY may leave out. */
function obstacle({ name, nullable, columnDefault }: TargetColumn): string[] {
  if (nullable) return [];
  if (columnDefault === null)
    return [`column ${name} is not in the source and is NOT NULL without a default that this account can see`];
  if (columnDefault.includes('"identity"')) return [`column ${name} is not in the source and is an IDENTITY`];
  return [];
}

const SPELLINGS: Readonly<Record<string, string>> = {
  'character varying': 'VARCHAR',
  character: 'CHAR',
  'timestamp without time zone': 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMPTZ',
  'binary varying': 'VARBYTE',
};

/** As one would declare it. */
function typeText({ dataType, length, precision, scale }: TargetColumn): string {
  if (dataType === 'numeric') return `DECIMAL(${precision ?? 18},${scale ?? 0})`;
  const spelling = SPELLINGS[dataType] ?? dataType.toUpperCase();
  return dataType.startsWith('character') && length !== null ? `${spelling}(${length})` : spelling;
}
