// Refuses another target than the position was made with, before a row is read; the message lists the choices.
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { RunRef } from '../../contract/names.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import type { TargetSettings } from '../../contract/run-settings.js';
import type { Watermark } from '../../contract/watermark.js';
import { FileMissing } from '../../s3/errors.js';
import type { PipelineResources } from './pipeline-resources.js';
import { runFile } from './load-run-settings.js';

class TargetChanged extends TidemarkError {
  constructor(table: TableId, was: TargetSettings, is: TargetSettings) {
    super(
      'TargetChanged',
      `${fullName(table)} has been loaded into ${nameOf(was)}, and the config now names ${nameOf(is)}, which lacks those rows`,
      `restore the old target; or load the table again into the new one: tidemark watermark reset -t ${fullName(table)}; ` +
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
