// Holds the sources of a table against each other and says what it finds.
import { fullName } from '../contract/table-id.js';
import { checkFiles } from './checks/files.js';
import { checkHistory } from './checks/load-history.js';
import { checkLedger } from './checks/ledger.js';
import { checkManifests } from './checks/manifests.js';
import { checkExtractReports } from './checks/extract-reports.js';
import { checkSource } from './checks/mysql.js';
import { checkTarget } from './checks/target.js';
import { checkWatermark } from './checks/watermark.js';
import type { CollectedCounts } from './collected-counts.js';
import { statesOf } from './notices.js';
import type { Finding, State, Validation, Verdict } from './validation.js';
import { countsBySource } from './source-counts.js';

/** `deletes`: rows may have been deleted from the source; then a target with more rows is no disagreement. */
export function balance(collected: CollectedCounts, { deletes }: { readonly deletes: boolean }): Validation {
  const { pipeline, table, watermark } = collected;
  const checks = checkWatermark(collected);
  if (watermark !== null) {
    checks.push(
      ...checkExtractReports(collected, watermark),
      ...checkManifests(collected, watermark),
      ...checkFiles(collected),
      ...checkLedger(collected, watermark),
      ...checkHistory(collected),
      ...checkTarget(collected, watermark),
      ...checkSource(collected, watermark, deletes),
    );
  }
  const findings = collected.moving ? checks.map(inconclusiveCount) : checks;
  const inconclusive = findings.some((found, at) => found !== checks[at]);
  const states = statesOf(collected);
  const balanced = findings.every(({ agrees }) => agrees !== false);
  const verdict = verdictOf(balanced, inconclusive, states);
  return {
    pipeline,
    table: fullName(table),
    countSources: countsBySource(collected),
    findings,
    states,
    balanced,
    verdict,
  };
}

function verdictOf(balanced: boolean, inconclusive: boolean, states: readonly State[]): Verdict {
  const has = (name: State['state']): boolean => states.some(({ state }) => state === name);
  if (!balanced) return 'disagrees';
  // A source that could not be asked has not agreed.
  if (has('notAsked')) return 'incomplete';
  if (has('notConfigured')) return 'misconfigured';
  return inconclusive || has('loadRunning') ? 'askAgain' : 'balanced';
}

/** Sources that were asked at different times can't be held against each other. */
function inconclusiveCount(finding: Finding): Finding {
  return finding.agrees === false ? { ...finding, agrees: 'notComparable' } : finding;
}
