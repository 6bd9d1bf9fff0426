// How long a workflow's history may grow before the run continues as new.
import { CancellationScope, CancelledFailure, workflowInfo } from '@temporalio/workflow';

/** A run that replays quickly stays under 2,000 events: this leaves room for what is in flight and for the record. */
const MANY_EVENTS = 1_400;
/** And under 2 MB. */
const MANY_BYTES = 1_400_000;

export function historyIsLong(): boolean {
  const info = workflowInfo();
  return info.continueAsNewSuggested || info.historyLength > MANY_EVENTS || info.historySize > MANY_BYTES;
}

/** Whether to continue as new here. A cancel would not cross over, so a cancelled run throws instead. */
export function timeToContinue(): boolean {
  if (!historyIsLong()) return false;
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('cancelled');
  return true;
}
