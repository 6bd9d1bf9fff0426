// Shows sights as they come: drawn over on a terminal, and as few plain lines as tell the story elsewhere.
import { progressLine } from './render/progress.js';
import type { Sight } from './watch.js';

const PLAIN_EVERY_MS = 5_000;

export interface Screen {
  see(sight: Sight): void;
  /** Leaves what is drawn and goes below it. */
  done(): void;
}

export function screenOn(out: NodeJS.WriteStream): Screen {
  return out.isTTY ? drawnOver(out) : inLines(out);
}

function textOf({ table, progress, pace, hindrance }: Sight, bar: boolean): string {
  const line = progress === null ? `${table}  waiting for a worker to answer` : progressLine(progress, pace, bar);
  return hindrance === null ? line : `${line}  (${hindrance})`;
}

function drawnOver(out: NodeJS.WriteStream): Screen {
  const lines = new Map<string, string>();
  let drawn = 0;
  const draw = (): void => {
    const width = Math.max(out.columns, 40) - 1;
    const up = drawn > 0 ? `\u001b[${drawn}A` : '';
    out.write(up + [...lines.values()].map((line) => `\u001b[2K${line.slice(0, width)}\n`).join(''));
    drawn = lines.size;
  };
  return {
    see: (sight) => {
      lines.set(sight.table, textOf(sight, true));
      draw();
    },
    done: () => {
      drawn = 0;
      lines.clear();
    },
  };
}

function inLines(out: NodeJS.WriteStream): Screen {
  const last = new Map<string, { at: number; what: string }>();
  return {
    see: (sight) => {
      const { table, progress, hindrance } = sight;
      const what = `${progress?.state ?? ''} ${progress?.phase ?? ''} ${hindrance ?? ''}`;
      const before = last.get(table);
      if (before !== undefined && before.what === what && Date.now() - before.at < PLAIN_EVERY_MS) return;
      last.set(table, { at: Date.now(), what });
      out.write(`${textOf(sight, false)}\n`);
    },
    done: () => undefined,
  };
}
