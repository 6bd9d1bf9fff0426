// A position made under one strategy, filter, cursor or key can't be continued under another: the run stops with the choices.
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { Strategy } from '../../contract/run-settings.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import type { TableShape } from '../../contract/table-shape.js';
import type { Watermark } from '../../contract/watermark.js';

class StrategyChanged extends TidemarkError {
  readonly table: TableId;
  readonly was: string;
  readonly is: string;

  constructor(table: TableId, { was, is, why, back }: { was: string; is: string; why: string; back: string }) {
    const choices = `Put ${back}; or start over under another pipeline name, into a target of its own, or with "tidemark watermark reset"`;
    super(
      'StrategyChanged',
      `${fullName(table)} has been read ${was}, and would now be read ${is}: ${why}. ${choices}`,
    );
    this.table = table;
    this.was = was;
    this.is = is;
  }
}

const IN_CONFIG = 'under tables: in the config';

export function checkStrategy(
  table: TableId,
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
    was: describeFilter(before),
    is: describeFilter(filter),
    why: 'rows before the current position could be skipped or kept wrongly',
    back: `${before === null ? 'no "where"' : `"where: ${before}" back`} ${IN_CONFIG}`,
  });
}

/** The columns that a position of the shape is of: cursor, then key. */
export function readBy({ cursor, key }: Pick<TableShape, 'cursor' | 'key'>): string[] {
  return [...(cursor === null ? [] : [cursor.name]), ...key];
}

/** Another index may be enough for another cursor to be chosen, where none is named. */
function requireSameColumns(
  table: TableId,
  was: readonly string[] | undefined,
  shape: Pick<TableShape, 'cursor' | 'key'>,
): void {
  const now = readBy(shape);
  if (was === undefined || was.join().toLowerCase() === now.join().toLowerCase()) return;
  const cursor = shape.cursor === null || shape.cursor.name === was[0] ? null : was[0];
  throw new StrategyChanged(table, {
    was: `by (${was.join(', ')})`,
    is: `by (${now.join(', ')})`,
    why: 'rows before the position in one order may be after it in the other: some would be skipped, others read twice',
    back: cursor == null ? 'the key back as it was' : `"cursor: ${cursor}" back ${IN_CONFIG}`,
  });
}

const describeFilter = (filter: string | null): string =>
  filter === null ? 'without a filter' : `through the filter "${filter}"`;
