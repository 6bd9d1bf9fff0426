// Creates a target on request, as a load would; an existing one is compared with the shape.
import type { RedshiftConfig } from '../../config/types.js';
import type { LoadMode, TargetSettings } from '../../contract/run-settings.js';
import type { TargetShape } from '../../contract/target-shape.js';
import { classifyError } from '../connection/classify-error.js';
import { CopyRefused, LoadInterrupted } from '../errors.js';
import { ledgerTable } from '../ledger/ledger-name.js';
import { requireName, ensureTarget } from '../load/prepare.js';
import { Session, StatementFailed } from '../connection/connection.js';

/** Answers whether it had to be made. Throws TargetMissing, TargetMismatch, and what Redshift refuses. */
export async function makeTarget(
  config: RedshiftConfig,
  target: TargetSettings & { readonly mode: LoadMode },
  shape: TargetShape,
): Promise<boolean> {
  const ledger = { schema: config.ledgerSchema, table: ledgerTable(target) };
  requireName(target);
  const session = await Session.open(config);
  try {
    const wanted = { target: { ...target, createTarget: 'ifMissing' }, mode: target.mode, shape } as const;
    return (await ensureTarget(session.run, ledger, wanted)).made;
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    const what = `the making of ${target.schema}.${target.table}`;
    const verdict = classifyError(error.serverError);
    if (verdict.errorClass === 'retry') throw new LoadInterrupted(what, verdict.cause, verdict.serverMessage);
    throw new CopyRefused(`${what} at "${error.statement}"`, verdict);
  } finally {
    await session.close();
  }
}
