// Rows as a table for a terminal: columns as wide as their widest value, NULL said as such.

/** Values that aren't strings were null. */
export function tableLines(columns: string[], rows: (string | null)[][]): string[] {
  const cells = [columns, ...rows.map((row) => row.map((value) => visible(value ?? 'NULL')))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => width(row[i] ?? ''))));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((w) => '-'.repeat(w)).join('  ');
  return [lines[0] ?? '', rule, ...lines.slice(1)];
}

const visible = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');

// Wide characters take two places in a terminal.
function width(text: string): number {
  let places = 0;
  for (const character of text)
    places +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
        character,
      )
        ? 2
        : 1;
  return places;
}
