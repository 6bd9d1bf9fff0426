// What becomes of a value that Redshift can't hold as it is, and the count of those that were changed.

export interface ValuePolicies {
  /** A date that no calendar has, such as 0000-00-00: NULL, the run stops, or another date. */
  readonly zeroDate?: string | null;
  /** More bytes than the target holds: `stop`, `truncate`, or NULL. */
  readonly tooLong?: 'stop' | 'truncate' | null;
  readonly nul?: 'stop' | 'remove';
  readonly invalidUtf8?: 'stop' | 'replace';
}

export type ValueFault = keyof ValuePolicies;

/** Without a word in the config. */
export const DEFAULT_POLICIES: Required<ValuePolicies> = {
  zeroDate: null,
  tooLong: 'stop',
  nul: 'stop',
  invalidUtf8: 'stop',
};

/** Values that were changed, by the source's column name and the reason. Only what is above 0. */
export type ChangedValues = Readonly<Record<string, Readonly<Partial<Record<ValueFault, number>>>>>;

/** The same as a list: where names of fields are rewritten, as in the watermark, a column's name must not be one. */
export type ChangedColumn = { readonly column: string } & Readonly<Partial<Record<ValueFault, number>>>;

export const listOfChanged = (changed: ChangedValues): ChangedColumn[] =>
  Object.entries(changed).map(([column, faults]) => ({ column, ...faults }));

export const changedOfList = (list: readonly ChangedColumn[]): ChangedValues =>
  Object.fromEntries(list.map(({ column, ...faults }) => [column, faults]));

export function sumChanged(a: ChangedValues = {}, b: ChangedValues = {}): ChangedValues {
  const sum: Record<string, Partial<Record<ValueFault, number>>> = {};
  for (const [column, faults] of [...Object.entries(a), ...Object.entries(b)]) {
    const counts = (sum[column] ??= {});
    for (const [fault, count] of Object.entries(faults) as [ValueFault, number][]) {
      counts[fault] = (counts[fault] ?? 0) + count;
    }
  }
  return sum;
}

/** For a field that is absent where nothing was changed. */
export function changedOrAbsent(changed: ChangedValues): { readonly changed?: ChangedValues } {
  return Object.keys(changed).length === 0 ? {} : { changed };
}
