// The kept histories: one file a run, one line an event, with nothing of the machine that they were recorded on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
export type History = proto.temporal.api.history.v1.IHistory;

export const FOLDER = join(process.cwd(), 'test', 'workflows', 'replays');

export interface Kept {
  readonly name: string;
  readonly text: string;
}

export function keptHistories(): Kept[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => ({
    name: file.replace(/\.json$/, ''),
    text: readFileSync(join(FOLDER, file), 'utf8'),
  }));
}

export function historyOf({ text }: Kept): History {
  return History.fromObject(JSON.parse(text) as Record<string, unknown>);
}

/** Who did it and where in its code, and what the server notes for itself: of no use to a replay. */
const OF_NO_USE = [
  ...['identity', 'workerVersion', 'binaryChecksum', 'stackTrace'],
  ...['taskId', 'requestId', 'header', 'meteringMetadata', 'useWorkflowBuildId', 'retryPolicy'],
  ...['sdkName', 'sdkVersion'],
  ...['scheduleToCloseTimeout', 'scheduleToStartTimeout', 'startToCloseTimeout', 'heartbeatTimeout'],
];

export function fixtureText(history: History): string {
  const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String });
  const { events } = JSON.parse(JSON.stringify(plain, whatCounts)) as { events: unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

function whatCounts(key: string, value: unknown): unknown {
  if (OF_NO_USE.includes(key)) return undefined;
  // A worker's own queue is called by its host.
  return key === 'taskQueue' ? { name: 'q' } : value;
}
