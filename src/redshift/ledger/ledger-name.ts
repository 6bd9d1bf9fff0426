// Names made from a target's: its ledger and the temporary tables of its loads.
import { createHash } from 'node:crypto';
import { folded, type TableRef } from '../connection/sql-text.js';

/** Redshift cuts longer names, silently. */
export const NAME_MAX_BYTES = 127;

const digest = ({ schema, table }: TableRef): string =>
  createHash('sha256')
    .update(`${folded(schema)}.${folded(table)}`)
    .digest('hex')
    .slice(0, 8);

/**
 * `ledger_<schema>_<table>`. With a `_` in the schema the name could also be read another way (`a_b`.`c` as `a`.`b_c`), so
 * that one, and one too long, ends in a hash of the target.
 */
export function ledgerTable(target: TableRef): string {
  const name = `ledger_${folded(target.schema)}_${folded(target.table)}`;
  if (!folded(target.schema).includes('_') && Buffer.byteLength(name) <= NAME_MAX_BYTES) return name;
  const end = `_${digest(target)}`;
  return cut(name, NAME_MAX_BYTES - end.length) + end;
}

/** Distinct for each target, so that Redshift's load history shows whose load it was. */
export function stageTables(target: TableRef): Readonly<Record<'stage' | 'newest' | 'keys' | 'deleted', string>> {
  const end = digest(target);
  return {
    stage: `tidemark_stage_${end}`,
    newest: `tidemark_newest_${end}`,
    keys: `tidemark_keys_${end}`,
    deleted: `tidemark_deleted_${end}`,
  };
}

function cut(name: string, bytes: number): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}
