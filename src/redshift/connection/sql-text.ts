// Names and values as they stand in SQL text: Redshift folds names to lower case, also quoted ones.
import pg from 'pg';

export interface TableRef {
  readonly schema: string;
  readonly table: string;
}

export const folded = (name: string): string => name.toLowerCase();

export const identifier = (name: string): string => pg.escapeIdentifier(folded(name));

export const tableText = ({ schema, table }: TableRef): string => `${identifier(schema)}.${identifier(table)}`;

export const columnList = (names: readonly string[]): string => names.map(identifier).join(', ');

/**
 * A value in quotes. A backslash goes in by its number: Redshift takes `\` within quotes for an escape, PostgreSQL does not,
 * and PostgreSQL's E'…' is younger than what Redshift comes from.
 */
export function literal(value: string): string {
  if (!value.includes('\\')) return pg.escapeLiteral(value);
  return `(${value.split('\\').map(pg.escapeLiteral).join(' || CHR(92) || ')})`;
}
