// Which value policies a column has: those of its own over the table's, where they fit its type and its part in the scan.
import { DEFAULT_POLICIES, type ValueFault, type ValuePolicies } from '../../contract/value-policies.js';
import type { Chosen } from './choose-strategy.js';
import { columnType, type SourceColumn } from './column-types.js';

type Scan = Pick<Chosen, 'key' | 'cursor'>;

/** Null where each is the default. */
export function valuePolicies(
  column: SourceColumn,
  own: ValuePolicies = {},
  ofTable: ValuePolicies = {},
  scan: Scan,
): ValuePolicies | null {
  const all = { ...DEFAULT_POLICIES, ...ofTable, ...own };
  const chosen = FAULTS.flatMap((fault): [ValueFault, ValuePolicies[ValueFault]][] => {
    if (!isPossible(column, fault)) return [];
    const policy = mistakeOf(column, fault, all[fault], scan) === null ? all[fault] : 'stop';
    return policy === DEFAULT_POLICIES[fault] ? [] : [[fault, policy]];
  });
  return chosen.length === 0 ? null : Object.fromEntries(chosen);
}

/** Why policies of the column's own can't be applied to it. */
export function valueMistakes(column: SourceColumn, own: ValuePolicies = {}, scan: Scan): string[] {
  return FAULTS.filter((fault) => own[fault] !== undefined).flatMap((fault) => {
    const { name, declared } = column;
    if (!isPossible(column, fault)) return [`"${fault}" means nothing to ${name}, which is ${declared}`];
    const mistake = mistakeOf(column, fault, own[fault], scan);
    return mistake === null ? [] : [mistake];
  });
}

const FAULTS = Object.keys(DEFAULT_POLICIES) as ValueFault[];

function isPossible(column: SourceColumn, fault: ValueFault): boolean {
  const kind = columnType(column)?.kind;
  if (fault === 'zeroDate') return kind === 'date' || kind === 'timestamp';
  return kind === 'string' || (kind === 'bytes' && fault === 'tooLong');
}

/** Types whose values are still of use without their end. */
const TEXTS = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'];

function mistakeOf(
  { name, declared, dataType }: SourceColumn,
  fault: ValueFault,
  policy: ValuePolicies[ValueFault],
  { key, cursor }: Scan,
): string | null {
  const set = `"${fault}: ${policy}"`;
  if (policy === 'stop') return null;
  if (key.includes(name)) return `${name} is of the key, and ${set} could make two rows one; use "stop"`;
  if (cursor?.column.name === name && policy !== null)
    return `${name} is the cursor, which ${set} would move; use null`;
  if (policy !== 'truncate' || TEXTS.includes(dataType)) return null;
  return `${set} would leave no ${declared} in ${name}; use null, or "exclude: true"`;
}
