// Holds the witnesses of a table against each other and says what it finds. Pure.
import { checkFiles } from './check-files.js';
import { checkHistory } from './check-history.js';
import { checkLedger } from './check-ledger.js';
import { checkManifests } from './check-manifests.js';
import { checkReceipts } from './check-receipts.js';
import { checkSource } from './check-source.js';
import { checkTarget } from './check-target.js';
import { checkWatermark } from './check-watermark.js';
import type { Evidence } from './evidence.js';
import { statesOf } from './states.js';
import type { Finding, Validation } from './validation.js';
import { countWitnesses } from './witness-counts.js';

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
  return {
    pipeline,
    table,
    witnesses: countWitnesses(evidence),
    findings,
    states: statesOf(evidence),
    balanced: findings.every(({ agrees }) => agrees !== false),
  };
}

/** Witnesses that were asked at different times can't be held against each other. */
function doubted(finding: Finding): Finding {
  return finding.agrees === false ? { ...finding, agrees: 'notComparable' } : finding;
}
