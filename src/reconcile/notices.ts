// What is no disagreement and still worth saying of a table.
import { isPartKey, runsFolder, tableFolder, watermarkKey } from '../contract/names.js';
import type { Asked } from './probe-result.js';
import type { CollectedCounts } from './collected-counts.js';
import { count, sum } from './finding.js';
import type { State } from './validation.js';

export function statesOf(collected: CollectedCounts): State[] {
  const { watermark, unreadable, objects, moving } = collected;
  const states: State[] = [];
  if (moving) {
    states.push({
      state: 'moving',
      count: 1,
      sentence: 'the table was written to while its sources were asked: ask again',
    });
  }
  if (watermark === null) {
    if (unreadable === null && objects.size === 0) {
      states.push({ state: 'neverSynced', count: 0, sentence: 'the table was never synced' });
    }
    states.push(...notProbedYet(collected));
    return states;
  }
  const { lease, pending } = watermark;
  if (lease !== null) {
    const by = lease.requestedBy === null ? '' : ` for ${lease.requestedBy}`;
    states.push({
      state: 'leaseHeld',
      count: 1,
      sentence: `run ${lease.run} holds the table since ${lease.since}${by}`,
    });
  }
  if (pending.length > 0) {
    const rows = count(
      sum(pending, (entry) => entry.rows),
      'row',
    );
    const sentence = `${count(pending.length, 'manifest')} with ${rows} waiting to be loaded`;
    states.push({ state: 'pending', count: pending.length, sentence });
  }
  states.push(...uncountedFiles(collected, lease?.run ?? null));
  states.push(...notProbedYet(collected));
  return states;
}

/** Who has not spoken, and why where no finding says so. */
function notProbedYet(collected: CollectedCounts): State[] {
  const { s3, pipeline, table, watermark, refused, source, ledger, target } = collected;
  if (refused !== null) {
    const folder = `s3://${s3.bucket}/${tableFolder(s3.prefix, pipeline, table)}`;
    const over = watermark === null ? '' : `. If it is not to be synced any more, move ${folder} elsewhere`;
    return [{ state: 'notConfigured', count: 2, sentence: `MySQL and Redshift were not asked: ${refused}${over}` }];
  }
  const running: State[] =
    ledger.answered || !ledger.later
      ? []
      : [{ state: 'loadRunning', count: 1, sentence: `${ledger.why ?? ''}. Ask again when it is over` }];
  const redshift = (ledger.answered || ledger.later) && target.answered;
  const silent = [...(source.answered ? [] : ['MySQL']), ...(redshift ? [] : ['Redshift'])];
  if (silent.length === 0) return running;
  // Of a table without a watermark nothing is checked, so no finding tells why.
  const why = watermark === null ? [source, ledger, target].flatMap(whyNot) : [];
  const sentence = [`without the word of ${silent.join(' and ')}`, ...new Set(why)].join(': ') + ifMistyped(collected);
  return [...running, { state: 'notAsked', count: silent.length, sentence }];
}

const whyNot = (asked: Asked<unknown>): string[] => (asked.answered || asked.why === null ? [] : [asked.why]);

/** Data files that no counting extract report lists. A run whose extract report can't be judged is left out. */
function uncountedFiles(collected: CollectedCounts, atWork: string | null): State[] {
  const { s3, pipeline, table, objects, extractReports, counted } = collected;
  const root = runsFolder(s3.prefix, pipeline, table);
  const runOf = (key: string): string => decodeURIComponent(key.slice(root.length).split('/')[0] ?? '');
  const listed = new Set(counted.counting.flatMap(({ data }) => data.map(({ key }) => key)));
  const notAssessed = new Set(
    extractReports.flatMap((read) => {
      const open = 'unreadable' in read || counted.contested.includes(read.extractReport.seq);
      return open ? [runOf(read.key)] : [];
    }),
  );
  const uncounted = [...objects.keys()].filter(
    (key) => isPartKey(key) && !listed.has(key) && !notAssessed.has(runOf(key)),
  );
  const working = uncounted.filter((key) => runOf(key) === atWork).length;
  const orphans = uncounted.length - working;
  const states: State[] = [];
  if (working > 0) {
    states.push({ state: 'filesAtWork', count: working, sentence: `${count(working, 'file')} of the run at work` });
  }
  if (orphans > 0) {
    const sentence = `${count(orphans, 'file')} of runs or attempts that were not recorded: never loaded, never counted`;
    states.push({ state: 'orphanFiles', count: orphans, sentence });
  }
  return states;
}

/** A sync of a name that the source does not have leaves a watermark, which counts nothing and can go. */
function ifMistyped({ s3, pipeline, table, watermark, source }: CollectedCounts): string {
  if (source.answered || watermark === null || watermark.seq > 0 || watermark.lease !== null) return '';
  const key = watermarkKey(s3.prefix, pipeline, table);
  return `. Nothing was ever recorded of it: if its name is a mistake, delete s3://${s3.bucket}/${key}`;
}
