// Patterns of table names: `schema.table` in which `*` stands for any characters. Used in the config and to choose tables.
import { fullName, parseTableId, type TableId } from '../table-id.js';

/** Null when it is neither a table's name nor a pattern of one. */
export function parsePattern(text: string): TableId | null {
  return parseTableId(text);
}

export function isPattern(text: string): boolean {
  return text.includes('*');
}

/** Whether a table's name is one that the pattern stands for. Upper and lower case differ, as they may in MySQL. */
export function patternTest(pattern: string): (table: TableId) => boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  // A part of the name ends at its dot: `shop*.*` is about schemas, and never reaches into a table's name.
  const whole = new RegExp(`^${escaped.join('[^.]*')}$`);
  return (table) => whole.test(fullName(table));
}

/** The schemas that patterns name without `*`; null when any of them may be in any schema. */
export function schemasOf(patterns: readonly string[]): string[] | null {
  const schemas = patterns.map((pattern) => pattern.slice(0, pattern.indexOf('.')));
  return schemas.some(isPattern) ? null : [...new Set(schemas)];
}
