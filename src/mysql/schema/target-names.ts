// Which names Redshift's columns can have: what a source's or a config's names may not be.

/** Bytes, in UTF-8; a MySQL name of 64 characters may have more. */
const MOST_BYTES = 127;

/** Hidden columns that every table has there. */
const SYSTEM = ['oid', 'tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'insertxid', 'deletexid'];
/** What the merge calls columns of its own. */
const OWN = ['tidemark_version', 'tidemark_versions'];

export interface NamedColumn {
  /** In the source. */
  readonly column: string;
  /** In the target. */
  readonly name: string;
}

/** A sentence for each name that can't be, or that two columns would have. */
export function nameMistakes(named: readonly NamedColumn[]): string[] {
  const byName = new Map<string, string[]>();
  for (const { column, name } of named) {
    const folded = name.toLowerCase();
    byName.set(folded, [...(byName.get(folded) ?? []), column]);
  }
  const shared = [...byName]
    .filter(([, columns]) => columns.length > 1)
    .map(
      ([name, columns]) =>
        `${columns.join(' and ')} would both be "${name}" in Redshift, where names are lower case; rename one of them`,
    );
  return [...named.flatMap(unfitName), ...shared];
}

function unfitName({ column, name }: NamedColumn): string[] {
  const cure = `give it another name: columns: { ${column}: { rename: … } }`;
  const bytes = new TextEncoder().encode(name.toLowerCase()).length;
  if (bytes > MOST_BYTES)
    return [`the name "${name}" takes ${bytes} bytes, and Redshift's at most ${MOST_BYTES}; ${cure}`];
  if (name.includes('\0')) return [`${column} can't have a NUL in its name; ${cure}`];
  if (SYSTEM.includes(name.toLowerCase())) return [`the name "${name}" is a system column's in Redshift; ${cure}`];
  if (OWN.includes(name.toLowerCase())) return [`the name "${name}" is kept for the load's own work; ${cure}`];
  return [];
}
