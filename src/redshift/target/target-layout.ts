// Are the columns by which a target is distributed and sorted among those it gets?
import { ConfigError } from '../../config/errors.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import type { TargetLayout } from '../../contract/run-settings.js';
import { targetShape, type TargetShape } from '../../contract/target-shape.js';
import { folded } from '../connection/sql-text.js';

/** Throws ConfigError. */
export function requireLayout(table: TableId, layout: TargetLayout, shape: TargetShape): void {
  const mistakes = layoutMistakes(layout, shape);
  if (mistakes.length > 0) throw new ConfigError(fullName(table), mistakes);
}

/** Sentences; empty when the layout fits the source's `shape`. */
function layoutMistakes({ distribution, sortKey = [] }: TargetLayout, shape: TargetShape): string[] {
  const { columns } = targetShape(shape);
  const names = columns.map(({ name }) => folded(name));
  const unknown = (place: string, name: string): string[] => {
    if (names.includes(folded(name))) return [];
    const renamed = shape.columns.find((column) => folded(column.name) === folded(name))?.rename;
    const cure = renamed === undefined ? `it gets: ${names.join(', ')}` : `${name} is "${folded(renamed)}" there`;
    return [`"${place}" names "${name}", a column that the target doesn't get; ${cure}`];
  };
  const twice = sortKey.filter((name, at) => sortKey.findIndex((other) => folded(other) === folded(name)) < at);
  return [
    ...(typeof distribution === 'object' ? unknown('distribution.key', distribution.key) : []),
    ...sortKey.flatMap((name) => unknown('sortKey', name)),
    ...twice.map((name) => `"sortKey" names "${name}" twice`),
  ];
}
