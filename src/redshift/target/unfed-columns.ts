// Columns of the target that nothing feeds need the config's word: their values would go, or grow old, unseen.
import type { LoadMode, TargetSettings } from '../../contract/run-settings.js';
import { folded, identifier, tableText } from '../connection/sql-text.js';

/** A sentence for a load that may not leave them without a value; none where it may. */
export function unkept(
  unfed: readonly string[],
  target: Pick<TargetSettings, 'schema' | 'table' | 'keepTargetColumns'>,
  mode: LoadMode,
): string[] {
  const { keepTargetColumns: keep = [] } = target;
  // An append changes no row that is there.
  if (mode === 'append' || keep === true) return [];
  const kept = keep.map(folded);
  const names = unfed.filter((name) => !kept.includes(folded(name)));
  if (names.length === 0) return [];
  const becomes =
    mode === 'full' ? 'a full load leaves them empty' : 'rows that are there keep their values, new ones get none';
  const drops = names.map((name) => `ALTER TABLE ${tableText(target)} DROP COLUMN ${identifier(name)}`).join('; ');
  return [
    `nothing feeds its columns ${names.join(', ')}: the source has them no more, the config excludes them, or the account may not ` +
      `read them. Grant SELECT on the source's table; or let them stay (${becomes}) by "keepTargetColumns: [${names.join(', ')}]" ` +
      `for the table in the config; or take them out of the target: ${drops}`,
  ];
}
