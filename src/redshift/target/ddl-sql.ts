// The DDL of a target for people to read and run: a script of its own, with what each column is in MySQL.
import { fullName, type TableId } from '../../contract/table-id.js';
import type { LoadMode, TargetLayout } from '../../contract/run-settings.js';
import type { ColumnShape } from '../../contract/table-shape.js';
import type { TargetShape } from '../../contract/target-shape.js';
import { createSchema, createTarget } from './target-sql.js';
import { folded, type TableRef } from '../connection/sql-text.js';

/** `shape` is the target's own. */
export function targetDdl(
  source: TableId,
  target: TableRef & TargetLayout & { readonly mode: LoadMode },
  shape: TargetShape,
  options: { readonly withSchema: boolean },
): string {
  const schema = options.withSchema ? `${createSchema(target.schema)};\n` : '';
  const name = `${folded(target.schema)}.${folded(target.table)}`;
  return `-- ${oneLine(name)}: what MySQL has as ${oneLine(fullName(source))}\n${schema}${createTarget(target, shape, declaration)};\n`;
}

/** Characters of a declaration shown on a line at most: an ENUM may list thousands of values. */
const MAX_COMMENT = 120;

function declaration({ declared, mask }: ColumnShape): string {
  const line = oneLine(declared);
  const most = line.length > MAX_COMMENT ? `${line.slice(0, MAX_COMMENT)}…` : line;
  if (mask === undefined) return most;
  const left = mask.kind === 'keepLast' ? `keeps the last ${mask.characters}` : mask.kind;
  return `${most}, masked: ${left}`;
}

/** Whatever labels and names hold; without a `;` too, by which some tools cut a script into statements. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp};]+/gu, ' ');
