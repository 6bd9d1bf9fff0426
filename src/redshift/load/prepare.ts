// Before the transaction: the ledger is there, the target is there and takes the shape.
import { DELETED_AT } from '../../contract/run-settings.js';
import { TidemarkError } from '../../contract/tidemark-error.js';
import { TargetMismatch, TargetMissing } from '../errors.js';
import { unkept } from '../target/unfed-columns.js';
import { differences, type TargetColumn, unfedColumns } from '../target/compare-columns.js';
import { requirePredecessor, type Following } from '../ledger/load-sequence.js';
import type { LoadRequest } from './load-request.js';
import { numberOf, numberOrNull, textOf } from '../connection/row-values.js';
import { NAME_MAX_BYTES } from '../ledger/ledger-name.js';
import type { Row, Query } from '../connection/connection.js';
import { columnsOf, findRelation, findSchema } from '../target/catalog-sql.js';
import { createLedger, loadsHeld, type Source } from '../ledger/ledger-sql.js';
import { addDeletedAt, createSchema, createTarget } from '../target/target-sql.js';
import { folded, type TableRef } from '../connection/sql-text.js';

/** Another attempt may create the same at the same moment, which fails one of them however it is written. */
const CREATE_ATTEMPTS = 3;

export async function ensureLedger(run: Query, ledger: TableRef): Promise<void> {
  await ensure(run, findRelation(ledger), async () => {
    await ensure(run, findSchema(ledger.schema), () => run(createSchema(ledger.schema)));
    await run(createLedger(ledger));
  });
}

export interface EnsuredTarget {
  /** It had to be. */
  readonly made: boolean;
  /** Columns that nothing feeds, and that may stay. */
  readonly unfed: readonly string[];
}

/**
 * The ledger need not be there. `next`: the load that it is made for; one that can't be the
 * first in a new table makes none. Throws TargetMissing, TargetMismatch or TargetBehindWatermark.
 */
export async function ensureTarget(
  run: Query,
  ledger: TableRef,
  request: Pick<LoadRequest, 'target' | 'shape' | 'mode'>,
  next?: Following & Source,
): Promise<EnsuredTarget> {
  const { target, shape, mode } = request;
  let made = false;
  await ensure(run, findRelation(target), async () => {
    if (target.createTarget === 'never') throw new TargetMissing(target, 'Create it, or set createTarget: ifMissing.');
    const kept = (await run(findRelation(ledger))).rows.length > 0;
    const loads = kept ? numberOf((await run(loadsHeld(ledger, next))).rows[0], 'n') : 0;
    if (loads > 0) {
      const why = `It was there: its ledger has ${loads} ${loads === 1 ? 'load' : 'loads'}, which a new one would lack. Bring it back, or reset the table.`;
      throw new TargetMissing(target, why);
    }
    if (next !== undefined) requirePredecessor(next, null);
    await ensure(run, findSchema(target.schema), () => run(createSchema(target.schema)));
    await run(createTarget({ ...target, mode }, shape));
    made = true;
  });
  return { made, unfed: await checkColumns(run, request) };
}

/** Of a target that is there. Answers the columns that nothing feeds, and that may stay. Throws TargetMismatch. */
export async function checkColumns(
  run: Query,
  { target, shape, mode }: Pick<LoadRequest, 'target' | 'shape' | 'mode'>,
): Promise<string[]> {
  const kind = (await run(findRelation(target))).rows[0]?.['kind'];
  if (kind === 'v') throw new TargetMismatch(target, ['it is a view']);
  const columns = (await run(columnsOf(target))).rows.map(targetColumn);
  const { softDeletes = false } = target;
  const unfed = unfedColumns(shape.columns, columns).filter((name) => !softDeletes || name !== DELETED_AT);
  const unmarked = softDeletes && !columns.some(({ name }) => name === DELETED_AT);
  const found = [
    ...differences(shape.columns, columns),
    ...(unmarked ? [`"deletes: soft" needs a column that it lacks: ${addDeletedAt(target)}`] : []),
    ...unkept(unfed, target, mode),
  ];
  if (found.length > 0) throw new TargetMismatch(target, found);
  return unfed;
}

/** Redshift cuts a longer name with no more than a notice: the table that was made would never be found. Throws TargetMismatch. */
export function requireName(target: TableRef): void {
  const long = [target.schema, target.table].filter((name) => Buffer.byteLength(folded(name)) > NAME_MAX_BYTES);
  if (long.length === 0) return;
  const bytes = (name: string): string => `"${name}" takes ${Buffer.byteLength(folded(name))} bytes`;
  throw new TargetMismatch(target, [
    `its name ${long.map(bytes).join(', ')}, and Redshift's names at most ${NAME_MAX_BYTES}: give it another with "target:" in the config`,
  ]);
}

async function ensure(run: Query, look: string, create: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; (await run(look)).rows.length === 0; attempt++) {
    if (attempt > CREATE_ATTEMPTS) throw new Error(`Redshift made what it then does not find: ${look}`);
    try {
      await create();
    } catch (error) {
      if (attempt === CREATE_ATTEMPTS || (error instanceof TidemarkError && !error.retryable)) throw error;
    }
  }
}

const targetColumn = (row: Row): TargetColumn => ({
  name: textOf(row, 'column_name'),
  dataType: textOf(row, 'data_type'),
  length: numberOrNull(row, 'character_maximum_length'),
  precision: numberOrNull(row, 'numeric_precision'),
  scale: numberOrNull(row, 'numeric_scale'),
  nullable: row['is_nullable'] === 'YES',
  columnDefault: row['column_default'] ?? null,
});
