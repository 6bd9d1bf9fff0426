// The figures of a bench as a table: rates over the rounds, and their ratio to ours.
export interface Figure {
  readonly name: string;
  /** Rows a second, a round each. */
  readonly rates: readonly number[];
  readonly bytes: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** `ours`: the median that the others are held against. */
export function tableOf(figures: readonly Figure[], ours: number): string[] {
  const head = ['', 'rows/s', 'least', 'most', 'tidemark is', 'peak memory'];
  const lines = figures.map(({ name, rates, bytes }) => {
    const middle = median(rates);
    const memory = bytes === 0 ? '?' : `${Math.round(bytes / 2 ** 20)} MiB`;
    return [name, round(middle), round(Math.min(...rates)), round(Math.max(...rates)), ratio(ours / middle), memory];
  });
  const all = [head, ...lines];
  const widths = head.map((_, at) => Math.max(...all.map((cells) => (cells[at] ?? '').length)));
  return all.map((cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const round = (rate: number): string => (Math.round(rate / 100) * 100).toLocaleString('en-US');
const ratio = (times: number): string => `${times.toFixed(1)} ×`;
