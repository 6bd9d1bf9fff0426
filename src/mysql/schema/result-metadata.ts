// The column definitions that the server sends with every result: stored once in the shape, compared before every range.
import type { FieldPacket } from 'mysql2';
import type { ResultColumn } from '../../contract/table-shape.js';

/** NOT NULL, blob, unsigned, zerofill, binary, enum, set: what a value can be. Others tell of indexes and defaults. */
const MEANT = 1 | 16 | 32 | 64 | 128 | 256 | 2_048;

export function resultColumnsOf(fields: readonly FieldPacket[], view = false): ResultColumn[] {
  return fields.map(({ name, columnType, type, flags, decimals, characterSet, columnLength }) => ({
    name,
    type: columnType ?? type ?? -1,
    flags: typeof flags === 'number' ? flags & MEANT : 0,
    decimals,
    charset: characterSet ?? 0,
    length: columnLength ?? 0,
    ...(view ? { ofView: true } : {}),
  }));
}

const MEANING = ['type', 'flags', 'decimals', 'charset', 'length'] as const;

/** The first difference as a sentence, null when there is none. */
export function resultColumnDifference(before: readonly ResultColumn[], now: readonly ResultColumn[]): string | null {
  if (before.length !== now.length) return `${before.length} columns before, ${now.length} now`;
  for (const [at, was] of before.entries()) {
    const is = now[at];
    if (is === undefined) continue;
    if (was.name !== is.name) return `column ${at + 1} was ${was.name}, now ${is.name}`;
    if (was.ofView === true ? kindOf(was) !== kindOf(is) : MEANING.some((field) => was[field] !== is[field]))
      return `column ${was.name} is of another type than when the run began`;
  }
  return null;
}

/** The protocol's numbers of types, by the kind of value they hold. */
const KINDS: Readonly<Record<string, readonly number[]>> = {
  integer: [1, 2, 3, 8, 9],
  real: [4, 5],
  decimal: [0, 246],
  date: [10, 14],
  moment: [7, 12, 17, 18],
  string: [15, 249, 250, 251, 252, 253, 254],
  json: [245],
};
const BINARY_CHARSET = 63;

/** Through a temporary table a text becomes a blob, a BIGINT an INT, and lengths and collations are others. */
function kindOf({ type, decimals, charset }: ResultColumn): string {
  const [kind = String(type)] = Object.entries(KINDS).find(([, types]) => types.includes(type)) ?? [];
  if (kind === 'decimal' || kind === 'moment') return `${kind}(${decimals})`;
  return kind === 'string' ? `string ${charset === BINARY_CHARSET ? 'of bytes' : 'of characters'}` : kind;
}
