// The config's column options: exclude, rename, mask. Every option that can't be applied is reported at once.
import { nearest } from '../../config/suggestion.js';
import type { ColumnConfig } from '../../config/types.js';
import type { TableId } from '../../contract/table-id.js';
import type { ColumnShape, Mask } from '../../contract/table-shape.js';
import type { Chosen } from './choose-strategy.js';
import { SourceRefused } from '../errors.js';
import type { TableOptions } from './source-table.js';
import { nameMistakes } from './target-names.js';
import { valueMistakes, valuePolicies } from './column-values.js';
import { columnType, isText, type SourceColumn } from './column-types.js';

/** By the column's own name. */
type Policies = ReadonlyMap<string, ColumnConfig>;

/** The columns that are carried, in the source's order. Throws BadConfig, or UnsupportedType for those of no known type. */
export function carriedColumns(
  table: TableId,
  columns: readonly SourceColumn[],
  chosen: Pick<Chosen, 'key' | 'cursor'>,
  tableOptions: Pick<TableOptions, 'columns' | 'saltedHashes' | 'values'>,
): ColumnShape[] {
  const mistakes: string[] = [];
  const policies = policiesOf(columns, tableOptions.columns ?? {}, mistakes);
  const kept = columns.filter(({ name }) => policies.get(name)?.exclude !== true);
  mistakes.push(
    ...columns.flatMap((column) => violation(column, policies.get(column.name) ?? {}, chosen)),
    ...columns.flatMap((column) => valueMistakes(column, policies.get(column.name)?.values, chosen)),
    ...nameMistakes(kept.map(({ name }) => ({ column: name, name: policies.get(name)?.rename ?? name }))),
  );
  if (mistakes.length > 0)
    throw new SourceRefused('BadConfig', table, `its columns in the config: ${mistakes.join('; ')}`);
  requireTypes(table, kept);
  return kept.flatMap((column): ColumnShape[] => {
    const { name, declared, nullable } = column;
    const type = columnType(column);
    const { rename, mask } = policies.get(name) ?? {};
    const values = valuePolicies(column, policies.get(name)?.values, tableOptions.values, chosen);
    return type === null
      ? []
      : [
          {
            ...{ name, declared, nullable, type },
            ...(rename === undefined ? {} : { rename }),
            ...(mask === undefined ? {} : { mask: maskOf(mask, tableOptions.saltedHashes === true) }),
            ...(values === null ? {} : { values }),
          },
        ];
  });
}

function policiesOf(
  columns: readonly SourceColumn[],
  requested: Readonly<Record<string, ColumnConfig>>,
  mistakes: string[],
): Policies {
  const policies = new Map<string, ColumnConfig>();
  const names = columns.map(({ name }) => name);
  for (const [named, policy] of Object.entries(requested)) {
    // As MySQL itself looks for columns.
    const name = names.find((known) => known.toLowerCase() === named.toLowerCase());
    if (name === undefined) {
      const meant = nearest(named, names);
      const cure = meant === null ? `columns: ${names.join(', ')}` : `did you mean "${meant}"?`;
      mistakes.push(`"${named}" is not there; ${cure}`);
    } else if (policies.has(name)) {
      mistakes.push(`${name} is in it twice; keep one of them`);
    } else {
      policies.set(name, policy);
    }
  }
  return policies;
}

/** Why the policy can't be applied to the column. */
function violation(
  column: SourceColumn,
  { exclude, mask }: ColumnConfig,
  { key, cursor }: Pick<Chosen, 'key' | 'cursor'>,
) {
  const { name, declared } = column;
  if (exclude !== true && mask === undefined) return [];
  const role = key.includes(name) ? 'key' : cursor?.column.name === name ? 'cursor' : null;
  if (role !== null) {
    const why = `the table is read by it, so its values stand in the watermark and in Temporal`;
    return [
      `${name} is of the ${role} and can't be ${exclude === true ? 'excluded' : 'masked'}: ${why}; take the policy away`,
    ];
  }
  if (mask === undefined || mask === null || mask === 'hash' || isText(column)) return [];
  return [`"keepLast" masks text, and ${name} is ${declared}; use "mask: hash", "mask: null" or "exclude: true"`];
}

function maskOf(mask: NonNullable<ColumnConfig['mask']> | null, salted: boolean): Mask {
  if (mask === null) return { kind: 'null' };
  return mask === 'hash' ? { kind: 'hash', salted } : { kind: 'keepLast', characters: mask.keepLast };
}

function requireTypes(table: TableId, columns: readonly SourceColumn[]): void {
  const refused = columns.filter((column) => columnType(column) === null);
  if (refused.length === 0) return;
  const listed = refused.map(({ name, declared }) => `${name} ${declared}`).join(', ');
  const cure = `leave them out: columns: { ${refused.map(({ name }) => `${name}: { exclude: true }`).join(', ')} }`;
  throw new SourceRefused('UnsupportedType', table, `columns of types that Tidemark does not know: ${listed}; ${cure}`);
}
