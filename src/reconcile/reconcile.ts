// Holds the witnesses of a table against each other and says what it finds. Pure.
import { checkFiles } from './checks/files.js';
import { checkHistory } from './checks/load-history.js';
import { checkLedger } from './checks/ledger.js';
import { checkManifests } from './checks/manifests.js';
import { checkReceipts } from './checks/extract-reports.js';
import { checkSource } from './checks/mysql.js';
import { checkTarget } from './checks/target.js';
import { checkWatermark } from './checks/watermark.js';
import type { Evidence } from './collected-counts.js';
import { statesOf } from './notices.js';
import type { Finding, State, Validation, Verdict } from './validation.js';
import { countWitnesses } from './source-counts.js';

/** `deletes`: rows may have been deleted from the source; then a target with more rows is no disagreement. */
export function balance(evidence: Evidence, { deletes }: { readonly deletes: boolean }): Validation {
  const { pipeline, table, watermark } = evidence;
  const checks = checkWatermark(evidence);
  if (watermark !== null) {
    checks.push(
      ...checkReceipts(evidence, watermark),
      ...checkManifests(evidence, watermark),
      ...checkFiles(evidence),
      ...checkLedger(evidence, watermark),
      ...checkHistory(evidence),
      ...checkTarget(evidence, watermark),
      ...checkSource(evidence, watermark, deletes),
    );
  }
  const findings = evidence.moving ? checks.map(doubted) : checks;
  const doubts = findings.some((found, at) => found !== checks[at]);
  const states = statesOf(evidence);
  const balanced = findings.every(({ agrees }) => agrees !== false);
  const verdict = verdictOf(balanced, doubts, states);
  return { pipeline, table, witnesses: countWitnesses(evidence), findings, states, balanced, verdict };
}

function verdictOf(balanced: boolean, doubts: boolean, states: readonly State[]): Verdict {
  const has = (name: State['state']): boolean => states.some(({ state }) => state === name);
  if (!balanced) return 'disagrees';
  // A witness that could not be asked has not agreed.
  if (has('notAsked')) return 'incomplete';
  if (has('notConfigured')) return 'misconfigured';
  return doubts || has('loadRunning') ? 'askAgain' : 'balanced';
}

/** Witnesses that were asked at different times can't be held against each other. */
function doubted(finding: Finding): Finding {
  return finding.agrees === false ? { ...finding, agrees: 'notComparable' } : finding;
}
