import assert from 'node:assert/strict';
import { NO_RATE } from '../../src/client/watch/rate-estimator.js';
import { screenOn } from '../../src/client/watch/progress-display.js';
import type { ProgressSnapshot } from '../../src/client/watch/progress-snapshot.js';
import { progress } from './sample.js';

const snapshot = (table: string, rows: number, stallReason: string | null = null): ProgressSnapshot => ({
  table,
  progress: progress({ table, rows }),
  recentRate: NO_RATE,
  stallReason,
});

/** What a terminal of this size shows after these writes: enough of one for lines, cursor up, and clearing below. */
function shown(writes: readonly string[]): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const text of writes) {
    const [, up = '0', rest = ''] = /^(?:\u001b\[(\d+)A)?\u001b\[J(.*)$/s.exec(text) ?? [];
    at -= Number(up);
    lines.splice(at);
    lines.push(...rest.split('\n').slice(0, -1));
    at = lines.length;
  }
  return lines;
}

describe('a screen that is a terminal', () => {
  const draw = (
    columns: number,
    rows: number,
    act: (screen: ReturnType<typeof screenOn>) => void,
    tables: readonly string[] = [],
  ): string[] => {
    const writes: string[] = [];
    act(screenOn({ isTTY: true, columns, rows, write: (text) => writes.push(text) }, tables));
    return shown(writes);
  };

  it('draws each table over its own line, also when notes come and go', () => {
    const lines = draw(120, 40, (screen) => {
      screen.see(snapshot('a.b', 0));
      screen.see(snapshot('c.d', 0, 'retrying exportChunk (attempt 2): MySQL does not answer at 127.0.0.1:1'));
      screen.see(snapshot('a.b', 550_000));
      screen.see(snapshot('c.d', 1_000));
      screen.end('a.b', 'completed: 550,000 rows, 11 files');
    });
    assert.deepEqual(lines, [
      'a.b  completed: 550,000 rows, 11 files',
      `c.d  [${'·'.repeat(24)}]  1,000 of 550,000 rows  3 files  extracting`,
    ]);
  });

  it('breaks a line that is too long between its pieces, and a note between its words', () => {
    const lines = draw(41, 40, (screen) =>
      screen.see(snapshot('a.b', 0, 'one two three four five six seven eight nine')),
    );
    assert.deepEqual(lines, [
      `a.b  [${'·'.repeat(24)}]`,
      '    0 of 550,000 rows  3 files',
      '    extracting',
      '    one two three four five six seven',
      '    eight nine',
    ]);
  });

  it('keeps the tables in their order', () => {
    const lines = draw(120, 40, (screen) => screen.end('c.d', 'nothing new'), ['a.b', 'c.d']);
    assert.deepEqual(lines, ['a.b', 'c.d  nothing new']);
  });

  it('draws no more lines than it can go back over', () => {
    const lines = draw(80, 3, (screen) => {
      for (const rows of [1, 2]) for (const table of ['a.a', 'b.b', 'c.c', 'd.d']) screen.see(snapshot(table, rows));
    });
    assert.equal(lines.length, 2);
  });
});

describe('a screen that is a log', () => {
  it('writes a line when something changed, or five seconds have passed', () => {
    const writes: string[] = [];
    let now = 0;
    const screen = screenOn({ write: (text) => writes.push(text) }, [], () => now);
    screen.see(snapshot('a.b', 0));
    now = 4_999;
    screen.see(snapshot('a.b', 100));
    screen.see(snapshot('a.b', 200, 'retrying'));
    now = 9_999;
    screen.see(snapshot('a.b', 300, 'retrying'));
    screen.end('a.b', 'completed');
    assert.deepEqual(writes, [
      'a.b  0 of 550,000 rows  3 files  extracting\n',
      'a.b  200 of 550,000 rows  3 files  extracting  (retrying)\n',
      'a.b  300 of 550,000 rows  3 files  extracting  (retrying)\n',
      'a.b  completed\n',
    ]);
  });
});
