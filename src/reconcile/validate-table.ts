// Asks every source of a table and says whether they agree. Can be asked at any time, also while a run is at work.
import { balance } from './reconcile.js';
import { collectCounts, type KnownFooters, type Subject, type ReconcilePorts } from './collected-counts.js';
import type { Validation } from './validation.js';

export interface ValidateOptions extends Omit<Subject, 'refused'> {
  /** True (the default): rows may have been deleted from the source. False where that is known not to be. */
  readonly deletes?: boolean;
  readonly refused?: string | null;
}

/** A watermark that is written while the others are asked makes the answers one of two times: then all are asked again. */
const ROUNDS = 3;

/** Rejects when S3 can't be read; a MySQL or Redshift that can't be is reported, and is no mismatch. */
export async function validateTable(ports: ReconcilePorts, options: ValidateOptions): Promise<Validation> {
  const { deletes = true, refused = null, s3, pipeline, table } = options;
  const subject: Subject = { s3, pipeline, table, refused };
  const known: KnownFooters = new Map();
  let collected = await collectCounts(ports, subject, known);
  for (let round = 1; collected.moving && round < ROUNDS; round += 1) {
    collected = await collectCounts(ports, subject, known);
  }
  return balance(collected, { deletes });
}
