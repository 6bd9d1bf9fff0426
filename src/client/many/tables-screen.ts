// Shows a run over many tables as it goes: drawn over on a terminal, a line for each table that ends elsewhere.
import type { SyncTablesProgress, TableResult } from '../../contract/many/result.js';
import { snapshotNotes, snapshotParts } from '../render/progress.js';
import { count, flowed, wrapped } from '../render/text.js';
import type { ProgressSnapshot } from '../watch/progress-snapshot.js';
import type { Terminal } from '../watch/progress-display.js';
import { tableShort } from './tables-result.js';

const PLAIN_EVERY_MS = 10_000;

export interface TablesView {
  /** Null until a worker answers. */
  readonly progress: SyncTablesProgress | null;
  /** Of the tables at work. */
  readonly snapshots: readonly ProgressSnapshot[];
  readonly ends: readonly TableResult[];
  readonly stallReason: string | null;
}

export interface TablesScreen {
  see(view: TablesView): void;
  /** `ends`: those that were not seen yet. */
  done(ends: readonly TableResult[]): void;
}

export function tablesScreenOn(out: Terminal, clock: () => number = Date.now): TablesScreen {
  return out.isTTY === true ? drawnOver(out) : inLines(out, clock);
}

/** `12 of 340 tables: 10 done, 1 failed, 1 busy, 4 at work` */
function tablesLine(progress: SyncTablesProgress | null): string {
  if (progress === null) return 'waiting for a worker to answer';
  if (progress.state === 'listing') return 'asking the source for its tables';
  const { totals, running, waiting } = progress;
  const all = totals.tables + running.length + waiting;
  const parts = [
    `${count(totals.completed + totals.nothingNew)} done`,
    ...(['failed', 'busy', 'cancelled'] as const)
      .filter((outcome) => totals[outcome] > 0)
      .map((outcome) => `${count(totals[outcome])} ${outcome}`),
    `${count(running.length)} at work`,
  ];
  return `${count(totals.tables)} of ${count(all)} tables: ${parts.join(', ')}; ${count(totals.rows)} rows`;
}

function drawnOver(out: Terminal): TablesScreen {
  let drawn = 0;
  return {
    see: ({ progress, snapshots, ends, stallReason }) => {
      // A column is left free, for some terminals break a line that fills them; of the rows, those that can be gone back to.
      const width = Math.max(out.columns ?? 80, 20) - 1;
      const noted = (note: string): string[] => wrapped(note, width - 4).map((line) => `    ${line}`);
      const live = [
        ...flowed([tablesLine(progress)], width),
        ...(stallReason === null ? [] : noted(stallReason)),
        ...snapshots.flatMap((snapshot) => [
          ...flowed(snapshotParts(snapshot, true), width),
          ...snapshotNotes(snapshot).flatMap(noted),
        ]),
      ].slice(0, Math.max((out.rows ?? 24) - 1, 1));
      // What went wrong stays above; what went well is counted.
      const kept = ends
        .filter(({ outcome }) => outcome !== 'completed' && outcome !== 'nothingNew')
        .map((end) => `${end.table}  ${tableShort(end)}`.slice(0, width));
      const lines = [...kept, ...live].map((line) => `${line}\n`).join('');
      out.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}\u001b[J${lines}`);
      drawn = live.length;
    },
    done: () => {
      // Over the ^C that the terminal showed, and over what was at work.
      out.write(`\r${drawn > 0 ? `\u001b[${drawn}A` : ''}\u001b[J`);
      drawn = 0;
    },
  };
}

function inLines(out: Terminal, clock: () => number): TablesScreen {
  let last = { at: clock(), line: '' };
  const tellEnds = (ends: readonly TableResult[]): void => {
    for (const end of ends) out.write(`${end.table}  ${tableShort(end)}\n`);
  };
  const tell = (line: string): void => {
    last = { at: clock(), line };
    out.write(`${line}\n`);
  };
  return {
    see: ({ progress, ends, stallReason }) => {
      tellEnds(ends);
      const line = stallReason ?? tablesLine(progress);
      const first = last.line === '' && progress !== null && progress.state !== 'listing';
      if (first || (clock() - last.at >= PLAIN_EVERY_MS && line !== last.line)) tell(line);
    },
    done: tellEnds,
  };
}
