// Keyset comparisons, expanded: MariaDB uses no index for row constructors. The first term is the sargable bound.

export interface Term {
  /** Column as SQL text. */
  readonly column: string;
  /** Literal as SQL text. */
  readonly value: string;
  /** `column >= value` and `column <= value` in a form that an index serves, where their own is not. */
  readonly atLeast?: string;
  readonly atMost?: string;
}

/** Rows after the point in lexicographic order. */
export function isAfter(point: readonly Term[]): string {
  return compared(point, '>', '>');
}

/** Rows up to the point, with it. */
export function isUpTo(point: readonly Term[]): string {
  return compared(point, '<', '<=');
}

function compared([first, ...rest]: readonly Term[], strict: '>' | '<', last: '>' | '<='): string {
  if (first === undefined) throw new RangeError('a point has at least one column');
  const { column, value } = first;
  const served = strict === '>' ? first.atLeast : first.atMost;
  if (rest.length === 0 && served === undefined) return `${column} ${last} ${value}`;
  return `${served ?? `${column} ${strict}= ${value}`} AND ${nested([first, ...rest], strict, last)}`;
}

function nested([first, ...rest]: readonly Term[], strict: '>' | '<', last: '>' | '<='): string {
  if (first === undefined) return '';
  const { column, value } = first;
  if (rest.length === 0) return `${column} ${last} ${value}`;
  return `(${column} ${strict} ${value} OR (${column} = ${value} AND ${nested(rest, strict, last)}))`;
}
