// A position means rows in one target; for another it means nothing: the run stops with the choices before it reads a row.
import type { FailureType } from '../../contract/failures.js';
import type { RunRef, TableName } from '../../contract/names.js';
import type { TargetSettings } from '../../contract/run-settings.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileMissing } from '../../s3/errors.js';
import type { PipelineResources } from './pipeline-resources.js';
import { runFile } from './load-run-settings.js';

class TargetChanged extends Error {
  override readonly name = 'TargetChanged';
  readonly type: FailureType = 'TargetBehindWatermark';

  constructor(table: TableName, was: TargetSettings, is: TargetSettings) {
    super(
      `${table} was loaded into ${nameOf(was)} so far, and its config now says ${nameOf(is)}, which would lack those rows. ` +
        `Put the old target back; or load the table again into the new one: tidemark watermark reset -t ${table}; ` +
        'or use another pipeline name for the new one',
    );
  }
}

const nameOf = ({ schema, table }: TargetSettings): string => `${schema}.${table}`.toLowerCase();

/** Throws TargetChanged. Where the last run's settings are gone, the ledger of the target still guards it. */
export async function checkTarget(
  resources: PipelineResources,
  ref: RunRef,
  { last_run, ledger_base }: Pick<Watermark, 'last_run' | 'ledger_base'>,
  now: TargetSettings,
): Promise<void> {
  if (last_run === null || last_run.seq <= ledger_base) return;
  try {
    const { target } = (await runFile(resources, { ...ref, run: last_run.run })).settings;
    if (nameOf(target) !== nameOf(now)) throw new TargetChanged(ref.table, target, now);
  } catch (error) {
    if (!(error instanceof FileMissing)) throw error;
  }
}
