// A position made under one strategy, filter, cursor or key can't be continued under another: the run stops with the choices. Pure.
import type { Strategy } from '../../contract/run-settings.js';
import type { TableName } from '../../contract/names.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { Watermark } from '../../contract/watermark.js';

class StrategyChanged extends Error {
  readonly type = 'StrategyChanged';
  readonly table: TableName;
  readonly was: string;
  readonly is: string;

  constructor(table: TableName, { was, is, why, back }: { was: string; is: string; why: string; back: string }) {
    const choices = `Put ${back}, or start the table again: under another pipeline name, or by "tidemark watermark reset"`;
    super(`${table} was read ${was} so far, and would now be ${is}: ${why}. ${choices}`);
    this.name = 'StrategyChanged';
    this.table = table;
    this.was = was;
    this.is = is;
  }
}

const IN_CONFIG = 'under tables: in the config';

export function checkStrategy(
  table: TableName,
  {
    position,
    strategy,
    where,
    read_by: by,
  }: Pick<Watermark, 'position' | 'strategy' | 'read_by'> & { readonly where?: string | null },
  now: Strategy,
  shape: Pick<TableShape, 'filter' | 'cursor' | 'key'>,
): void {
  const { filter } = shape;
  if (position.kind === 'none') return;
  if (strategy !== null && strategy !== now) {
    throw new StrategyChanged(table, {
      was: `by strategy "${strategy}"`,
      is: `by "${now}"`,
      why: 'a position of the one means nothing to the other',
      back: `"strategy: ${strategy}" back ${IN_CONFIG}`,
    });
  }
  requireSameColumns(table, by, shape);
  const before = where ?? null;
  if (before === filter) return;
  throw new StrategyChanged(table, {
    was: loadRunSettings(before),
    is: loadRunSettings(filter),
    why: 'rows before the position that the one leaves out and the other does not would be missing, or stay',
    back: `${before === null ? 'no "where"' : `"where: ${before}" back`} ${IN_CONFIG}`,
  });
}

/** The columns that a position of the shape is of: cursor, then key. */
export function readBy({ cursor, key }: Pick<TableShape, 'cursor' | 'key'>): string[] {
  return [...(cursor === null ? [] : [cursor.name]), ...key];
}

/** Another index may be enough for another cursor to be chosen, where none is named. */
function requireSameColumns(
  table: TableName,
  was: readonly string[] | undefined,
  shape: Pick<TableShape, 'cursor' | 'key'>,
): void {
  const now = readBy(shape);
  if (was === undefined || was.join().toLowerCase() === now.join().toLowerCase()) return;
  const cursor = shape.cursor === null || shape.cursor.name === was[0] ? null : was[0];
  throw new StrategyChanged(table, {
    was: `by (${was.join(', ')})`,
    is: `by (${now.join(', ')})`,
    why: 'rows may stand before the position in the one order and not be read, or behind it and be read twice',
    back: cursor == null ? 'the key back as it was' : `"cursor: ${cursor}" back ${IN_CONFIG}`,
  });
}

const loadRunSettings = (filter: string | null): string =>
  filter === null ? 'without a filter' : `through the filter "${filter}"`;
