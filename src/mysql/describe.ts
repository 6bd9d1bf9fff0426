// Resolves a table's shape and how it is read, from information_schema and the server's own column definitions.
import { createHash } from 'node:crypto';
import { splitTableName, type TableName } from '../contract/names.js';
import type { Strategy } from '../contract/settings.js';
import type { ColumnShape, TableShape, WireColumn } from '../contract/shape.js';
import { type Chosen, chooseStrategy, type SourceIndex, type Wish } from './choose-strategy.js';
import { askServerZone, cursorZone } from './cursor-zone.js';
import { SourceRefused } from './errors.js';
import type { Session, TextRow } from './session.js';
import { schemaNamed, tableColumns, tableFacts, tableIndexes } from './sql/describe.js';
import { noRows } from './sql/rows.js';
import { columnType, type SourceColumn } from './types.js';
import { wireOf } from './wire.js';

export interface Description {
  readonly shape: TableShape;
  readonly strategy: Strategy;
  /** Of a DATETIME cursor; null for a TIMESTAMP or none. */
  readonly cursorZone: string | null;
  /** About: the server's statistics. */
  readonly estimatedRows: number | null;
}

export async function describeTable(session: Session, table: TableName, wish: Wish): Promise<Description> {
  const estimatedRows = await checkedTable(session, table, wish);
  const columns = (await session.rows(tableColumns(table))).map(sourceColumn);
  const indexes = indexesOf(await session.rows(tableIndexes(table)));
  const chosen = chooseStrategy({ table, columns, indexes }, wish);
  const shape = await withWire(session, shapeOf(table, columns, chosen));
  return {
    shape,
    strategy: chosen.strategy,
    cursorZone: await zoneOfCursor(session, table, chosen, wish),
    estimatedRows,
  };
}

async function checkedTable(session: Session, table: TableName, wish: Wish): Promise<number | null> {
  const [found] = await session.rows(tableFacts(table));
  if (found === undefined) {
    const schema = splitTableName(table)?.schema ?? '';
    const [known] = await session.rows(schemaNamed(schema));
    const what = known === undefined ? `there is no schema "${schema}"` : 'there is no such table';
    throw new SourceRefused('UnknownTable', table, `${what} that this account may read; check the name and its grants`);
  }
  const [type, engine, rows] = found;
  if (type !== 'BASE TABLE') {
    const why = `it is a ${(type ?? 'view').toLowerCase()}, which has no primary key to read by; sync its base table`;
    throw new SourceRefused('NoPrimaryKey', table, why);
  }
  if (engine !== 'InnoDB' && !((wish.lag ?? 0) > 0)) {
    const why = `its engine is ${engine ?? 'unknown'}: only of InnoDB can be proven what is still being written`;
    throw new SourceRefused(
      'BoundNotProven',
      table,
      `${why}; set "lag" (seconds) for the table, or ALTER it to InnoDB`,
    );
  }
  return rows == null ? null : Number(rows);
}

const whole = (text: string | null | undefined): number | null => (text == null ? null : Number(text));

function sourceColumn(row: TextRow): SourceColumn {
  const [name, dataType, declared, nullable, precision, scale, timeDigits, characters, charset, extra] = row;
  return {
    name: name ?? '',
    dataType: (dataType ?? '').toLowerCase(),
    declared: declared ?? '',
    nullable: nullable === 'YES',
    precision: whole(precision),
    scale: whole(scale),
    timeDigits: whole(timeDigits),
    characters: whole(characters),
    charset: charset ?? null,
    extra: extra ?? '',
  };
}

function indexesOf(rows: readonly TextRow[]): SourceIndex[] {
  const indexes = new Map<string, (string | null)[]>();
  for (const [name, column, part, direction, type] of rows) {
    const columns = indexes.get(name ?? '') ?? [];
    const walks = part === null && direction === 'A' && type === 'BTREE';
    indexes.set(name ?? '', [...columns, walks ? (column ?? null) : null]);
  }
  return [...indexes].map(([name, columns]) => ({ name, columns }));
}

function shapeOf(table: TableName, columns: readonly SourceColumn[], chosen: Chosen): Omit<TableShape, 'wire'> {
  const refused = columns.filter((column) => columnType(column) === null);
  if (refused.length > 0) {
    const told = refused.map(({ name, declared }) => `${name} ${declared}`).join(', ');
    throw new SourceRefused('UnsupportedType', table, `columns of types that are not carried yet: ${told}`);
  }
  const shaped = columns.flatMap((column): ColumnShape[] => {
    const type = columnType(column);
    return type === null ? [] : [{ name: column.name, declared: column.declared, nullable: column.nullable, type }];
  });
  const { key } = chosen;
  const cursor = chosen.cursor && {
    name: chosen.cursor.column.name,
    index: chosen.cursor.index,
    digits: chosen.cursor.column.timeDigits ?? 0,
    zoned: chosen.cursor.column.dataType === 'timestamp',
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify({ columns: shaped, key }))
    .digest('hex');
  return { table, columns: shaped, key, cursor, fingerprint };
}

async function withWire(session: Session, shape: Omit<TableShape, 'wire'>): Promise<TableShape> {
  let wire: readonly WireColumn[] = [];
  await session.read(
    noRows(shape),
    (fields) => (wire = wireOf(fields)),
    () => undefined,
  );
  return { ...shape, wire };
}

async function zoneOfCursor(
  session: Session,
  table: TableName,
  { cursor }: Chosen,
  wish: Wish,
): Promise<string | null> {
  if (cursor?.column.dataType !== 'datetime') return null;
  return cursorZone(table, cursor.column.name, wish.cursorZone, await askServerZone(session));
}
