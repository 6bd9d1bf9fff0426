// A position made under one strategy or filter can't be continued under another: the run stops with the choices. Pure.
import type { Strategy } from '../contract/settings.js';
import type { TableName } from '../contract/names.js';
import type { Watermark } from '../contract/watermark.js';

class StrategyChanged extends Error {
  readonly type = 'StrategyChanged';
  readonly table: TableName;
  readonly was: string;
  readonly is: string;

  constructor(table: TableName, { was, is, why, back }: { was: string; is: string; why: string; back: string }) {
    const choices = `Put ${back} under tables: in the config, or start the table anew: under another pipeline name, or by "tidemark watermark reset"`;
    super(`${table} was read ${was} so far, and its config now says ${is}: ${why}. ${choices}`);
    this.name = 'StrategyChanged';
    this.table = table;
    this.was = was;
    this.is = is;
  }
}

export function checkStrategy(
  table: TableName,
  { position, strategy, where }: Pick<Watermark, 'position' | 'strategy'> & { readonly where?: string | null },
  now: Strategy,
  filter: string | null,
): void {
  if (position.kind === 'none') return;
  if (strategy !== null && strategy !== now) {
    throw new StrategyChanged(table, {
      was: `by strategy "${strategy}"`,
      is: `"${now}"`,
      why: 'a position of the one means nothing to the other',
      back: `"strategy: ${strategy}" back`,
    });
  }
  const before = where ?? null;
  if (before === filter) return;
  throw new StrategyChanged(table, {
    was: told(before),
    is: told(filter),
    why: 'rows before the position that the one leaves out and the other does not would be missing, or stay',
    back: before === null ? 'no "where"' : `"where: ${before}" back`,
  });
}

const told = (filter: string | null): string =>
  filter === null ? 'without a filter' : `through the filter "${filter}"`;
