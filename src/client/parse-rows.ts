// Numbers of rows as people type them: 50000, 50_000 or 50,000.

/** What is no such number, or more than a number holds exactly, stays the text it is, so that the mistake can show it. */
export function rowsOf(text: string): number | string {
  const rows = /^-?\d+([_,]\d{3})*$/.test(text) ? Number(text.replaceAll(/[_,]/g, '')) : NaN;
  return Number.isSafeInteger(rows) ? rows : text;
}
