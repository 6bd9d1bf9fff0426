// Shows sights as they come: drawn over on a terminal, and as few plain lines as tell the story elsewhere.
import { snapshotLine, snapshotNotes, snapshotParts } from '../render/progress.js';
import { flowed, wrapped } from '../render/text.js';
import type { ProgressSnapshot } from './progress-snapshot.js';

const PLAIN_EVERY_MS = 5_000;

export interface Screen {
  see(snapshot: ProgressSnapshot): void;
  /** The table's last word while others still run. */
  end(table: string, how: string): void;
  /** Leaves what is drawn and goes below it. */
  done(): void;
}

/** The part of a terminal that is needed. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** On a terminal `tables` keep their order, whichever is seen first. */
export function screenOn(out: Terminal, tables: readonly string[], clock: () => number = Date.now): Screen {
  return out.isTTY === true ? drawnOver(out, tables) : inLines(out, clock);
}

/** What is drawn for one table: pieces that flow, and notes below them. */
interface Block {
  readonly pieces: readonly string[];
  readonly notes: readonly string[];
}

function drawnOver(out: Terminal, tables: readonly string[]): Screen {
  const blocks = new Map<string, Block>(tables.map((table) => [table, { pieces: [table], notes: [] }]));
  let drawn = 0;
  const draw = (table: string, block: Block): void => {
    blocks.set(table, block);
    // A column is left free, for some terminals break a line that fills them; of the rows, those that can be gone back to.
    const width = Math.max(out.columns ?? 80, 20) - 1;
    const lines = [...blocks.values()].flatMap(({ pieces, notes }) => [
      ...flowed(pieces, width),
      ...notes.flatMap((note) => wrapped(note, width - 4).map((line) => `    ${line}`)),
    ]);
    const fitting = lines.slice(0, Math.max((out.rows ?? 24) - 1, 1));
    out.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}\u001b[J${fitting.map((line) => `${line}\n`).join('')}`);
    drawn = fitting.length;
  };
  return {
    see: (snapshot) => draw(snapshot.table, { pieces: snapshotParts(snapshot, true), notes: snapshotNotes(snapshot) }),
    end: (table, how) => draw(table, { pieces: [table, how], notes: [] }),
    done: () => {
      // Over the ^C that the terminal showed.
      out.write('\r\u001b[K');
      drawn = 0;
      blocks.clear();
    },
  };
}

function inLines(out: Terminal, clock: () => number): Screen {
  const last = new Map<string, { at: number; what: string }>();
  return {
    see: (snapshot) => {
      const notes = snapshotNotes(snapshot);
      const what = [snapshot.progress?.state, snapshot.progress?.phase, ...notes].join();
      const before = last.get(snapshot.table);
      if (before !== undefined && before.what === what && clock() - before.at < PLAIN_EVERY_MS) return;
      last.set(snapshot.table, { at: clock(), what });
      out.write(`${snapshotLine(snapshot)}${notes.length === 0 ? '' : `  (${notes.join('; ')})`}\n`);
    },
    end: (table, how) => void out.write(`${table}  ${how}\n`),
    done: () => undefined,
  };
}
