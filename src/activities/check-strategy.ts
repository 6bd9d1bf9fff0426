// A position made under one strategy can't be continued under another: the run stops with the choices. Pure.
import type { Strategy } from '../contract/settings.js';
import type { TableName } from '../contract/names.js';
import type { Watermark } from '../contract/watermark.js';

class StrategyChanged extends Error {
  readonly type = 'StrategyChanged';
  readonly table: TableName;
  readonly was: Strategy;
  readonly is: Strategy;

  constructor(table: TableName, was: Strategy, is: Strategy) {
    super(
      `${table} was read by strategy "${was}" so far, and its config now says "${is}": a position of the one means nothing to ` +
        `the other. Put "strategy: ${was}" back under tables: in the config, or start the table anew under another pipeline name`,
    );
    this.name = 'StrategyChanged';
    this.table = table;
    this.was = was;
    this.is = is;
  }
}

export function checkStrategy(table: TableName, { position, strategy }: Watermark, now: Strategy): void {
  if (position.kind !== 'none' && strategy !== null && strategy !== now)
    throw new StrategyChanged(table, strategy, now);
}
