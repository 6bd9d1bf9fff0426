// Waits until a server really serves, and says why when it doesn't.
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalStackError, sentenceOf } from '../failure.js';
import { lastLines } from './log-file.js';
import type { Server } from './server.js';

// One question to a server that is just starting: long enough on a busy machine, short enough to ask again.
const questionLimitMs = 5_000;

/** Asks until the check passes, the server ends, or the limit is over. */
export async function untilHealthy(server: Server, check: () => Promise<void>, limitMs = 60_000): Promise<void> {
  const until = Date.now() + limitMs;
  let answer = 'it gave no answer';
  for (;;) {
    const ending = server.ending();
    if (ending !== undefined) throw cannotStart(server.name, `it ${ending}`, server.log);
    if (Date.now() > until)
      throw cannotStart(server.name, `not healthy after ${Math.round(limitMs / 1000)} s (${answer})`, server.log);
    try {
      await withLimit(check(), questionLimitMs);
      return;
    } catch (error) {
      if (error instanceof LocalStackError) throw error;
      answer = sentenceOf(error);
    }
    await sleep(100);
  }
}

/** The sentence for a server that didn't come up: why, its last words, and where the rest is. */
function cannotStart(name: string, why: string, log: string): LocalStackError {
  const tail = lastLines(log);
  const words = tail.length === 0 ? 'Its log is empty' : `Its last lines:\n${tail.map((l) => `  ${l}`).join('\n')}\n`;
  return new LocalStackError(`${name} can't start: ${why}. ${words}${tail.length === 0 ? ': ' : 'Log: '}${log}`);
}

async function withLimit(question: Promise<void>, limitMs: number): Promise<void> {
  const enough = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: enough.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${limitMs / 1000} s`);
  });
  try {
    await Promise.race([question, limit]);
  } finally {
    enough.abort();
    limit.catch(() => undefined);
    question.catch(() => undefined);
  }
}
