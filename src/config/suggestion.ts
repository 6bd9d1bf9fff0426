// The known name that a mistyped one was meant to be.

/** Edits beyond which a name is another word, not a slip. */
const SLIPS = 2;

export function nearest(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((other) => ({ other, edits: editsBetween(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, edits }) => edits <= SLIPS && edits < other.length)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.other ?? null;
}

/** Letters put in, taken out or changed. */
function editsBetween(a: string, b: string): number {
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
