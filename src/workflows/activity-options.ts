// Every timeout and retry of a run, on one page.
//
// - Every activity heartbeats by a timer, so a dead worker is noticed after `heartbeat`, whatever the step.
// - startToClose is the longest honest attempt; scheduleToClose bounds the outage that a step rides out. Attempts are not
//   counted: retries cost no history.
// - `timeoutScale` scales all of it: 1 in production; tests and the local stack use less, where a killed worker must be noticed
//   in seconds.
import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import { isUncut } from '../contract/next-scan.js';
import type { SyncActivities } from '../contract/activity-types.js';
import type { ManyActivities } from '../contract/many/activity-types.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Times {
  readonly startToClose: number;
  readonly scheduleToClose: number;
}

const TIMES = {
  /** Reads and writes of small objects in S3. */
  quick: { startToClose: 2 * MINUTE, scheduleToClose: 2 * HOUR },
  /** beginSync: also describes the table; makeTarget: creates one. Short, so that an unreachable server is reported soon. */
  begin: { startToClose: 2 * MINUTE, scheduleToClose: 15 * MINUTE },
  /** endSync: what it gives back is found again by asking Temporal, so it doesn't hold up the answer for long. */
  end: { startToClose: MINUTE, scheduleToClose: 5 * MINUTE },
  /** captureUpperBound waits for statements that may write; planChunks reads an index. */
  plan: { startToClose: 30 * MINUTE, scheduleToClose: 6 * HOUR },
  chunk: { startToClose: 30 * MINUTE, scheduleToClose: 12 * HOUR },
  /** exportChunk of a table that no index has in order: one statement reads all of it. */
  uncut: { startToClose: 6 * HOUR, scheduleToClose: 24 * HOUR },
  load: { startToClose: 6 * HOUR, scheduleToClose: 24 * HOUR },
} satisfies Record<string, Times>;

/** A worker that died is noticed after this long. Above the pauses of a busy process, which reach 300 ms. */
const HEARTBEAT = 15 * SECOND;
const HEARTBEAT_LEAST = 2 * SECOND;
/** Below this, an honest attempt on a busy machine would be cut off. */
const ATTEMPT_LEAST = 20 * SECOND;

const RETRY = { first: SECOND, longest: 30 * SECOND };

/** The activity options of one class of step. */
function policy(name: keyof typeof TIMES, timeoutScale: number): ActivityOptions {
  const { startToClose, scheduleToClose } = TIMES[name];
  const scaled = (ms: number, least: number): number => Math.max(Math.round(ms * timeoutScale), least);
  return {
    startToCloseTimeout: scaled(startToClose, ATTEMPT_LEAST),
    scheduleToCloseTimeout: scaled(scheduleToClose, ATTEMPT_LEAST),
    heartbeatTimeout: scaled(HEARTBEAT, HEARTBEAT_LEAST),
    // Said, because unsaid it is TRY_CANCEL: the run would go on, and end, while the step still writes.
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: {
      initialInterval: scaled(RETRY.first, 100),
      backoffCoefficient: 2,
      maximumInterval: scaled(RETRY.longest, SECOND),
    },
  };
}

/** The activities of a run, with its timeouts scaled. */
export function stepsWith(timeoutScale: number): SyncActivities {
  const quick = proxyActivities<SyncActivities>(policy('quick', timeoutScale));
  const { beginSync, makeTarget } = proxyActivities<SyncActivities>(policy('begin', timeoutScale));
  const { captureUpperBound, planChunks } = proxyActivities<SyncActivities>(policy('plan', timeoutScale));
  const chunk = proxyActivities<SyncActivities>(policy('chunk', timeoutScale));
  const uncut = proxyActivities<SyncActivities>(policy('uncut', timeoutScale));
  const { loadManifest } = proxyActivities<SyncActivities>(policy('load', timeoutScale));
  const { endSync } = proxyActivities<SyncActivities>(policy('end', timeoutScale));
  const { saveFileList, writeManifest, recordExtract, recordLoad } = quick;
  return {
    beginSync,
    captureUpperBound,
    planChunks,
    exportChunk: (input) => (isUncut(input.scan) ? uncut : chunk).exportChunk(input),
    saveFileList,
    writeManifest,
    recordExtract,
    loadManifest,
    recordLoad,
    makeTarget,
    endSync,
  };
}

/** The step of syncTables: like beginSync it asks the source, and is reported soon when that does not answer. */
export function listStep(): ManyActivities {
  return proxyActivities<ManyActivities>(policy('begin', 1));
}
