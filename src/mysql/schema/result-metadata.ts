// The column definitions that the server sends with every result: stored once in the shape, compared before every range.
import type { FieldPacket } from 'mysql2';
import type { ResultColumn } from '../../contract/table-shape.js';

/** NOT NULL, blob, unsigned, zerofill, binary, enum, set: what a value can be. Others tell of indexes and defaults. */
const MEANT = 1 | 16 | 32 | 64 | 128 | 256 | 2_048;

export function resultColumnsOf(fields: readonly FieldPacket[]): ResultColumn[] {
  return fields.map(({ name, columnType, type, flags, decimals, characterSet, columnLength }) => ({
    name,
    type: columnType ?? type ?? -1,
    flags: typeof flags === 'number' ? flags & MEANT : 0,
    decimals,
    charset: characterSet ?? 0,
    length: columnLength ?? 0,
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
    if (MEANING.some((field) => was[field] !== is[field]))
      return `column ${was.name} is of another type than when the run began`;
  }
  return null;
}
