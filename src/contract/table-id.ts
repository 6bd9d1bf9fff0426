// A table of the source: parsed once where it enters, and from then on two names that are never glued and split again.

/** Plain data, so that it crosses the workflow's payloads as it is. */
export interface TableId {
  readonly schema: string;
  readonly name: string;
}

/** Parses `schema.table`; null when it isn't exactly two non-empty parts. */
export function parseTableId(text: string): TableId | null {
  const [schema, name, ...rest] = text.split('.');
  return schema && name && rest.length === 0 ? { schema, name } : null;
}

/** For text that must be a table's name. Throws RangeError. */
export function tableId(text: string): TableId {
  const table = parseTableId(text);
  if (table === null) throw new RangeError(`"${text}" is not schema.table`);
  return table;
}

/** `schema.table`: for people, and as a key of maps. */
export function fullName({ schema, name }: TableId): string {
  return `${schema}.${name}`;
}
