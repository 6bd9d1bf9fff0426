// Values that Redshift can't hold, and what the column's policies make of them. Counted here, one by one.
import { DEFAULT_POLICIES, type ValueFault, type ValuePolicies } from '../../contract/value-policies.js';
import { Unfit } from '../errors.js';
import { daysOf } from './calendar.js';

/** Of a value in an error. */
const SHOWN = 40;

export class ValueFaults {
  readonly counts: Partial<Record<ValueFault, number>> = {};
  private readonly policies: Required<ValuePolicies>;
  /** Of the date in place of those that no calendar has; null: none. */
  private readonly otherDay: number | null;

  constructor(policies: ValuePolicies = {}) {
    this.policies = { ...DEFAULT_POLICIES, ...policies };
    const { zeroDate } = this.policies;
    this.otherDay = zeroDate === null || zeroDate === 'stop' ? null : daysOf(Buffer.from(zeroDate));
  }

  /** The day in its place; null for NULL. Throws Unfit. */
  zeroDate(value: Buffer): number | null {
    if (this.policies.zeroDate === 'stop') {
      throw new Unfit('UnrepresentableValue', `"${shown(value)}" is a date that no calendar has`, 'zeroDate');
    }
    this.count('zeroDate');
    return this.otherDay;
  }

  /** What of the value is held; null for NULL. Throws Unfit. */
  tooLong(value: Buffer, maxBytes: number, what: 'text' | 'value'): Buffer | null {
    const { tooLong } = this.policies;
    if (tooLong === 'stop') {
      const size = `a ${what} of ${value.length} bytes; the Redshift column holds ${maxBytes}`;
      throw new Unfit('UnrepresentableValue', what === 'text' ? `${size}: "${shown(value)}…"` : size, 'tooLong');
    }
    this.count('tooLong');
    return tooLong === null ? null : value.subarray(0, characterEnd(value, maxBytes));
  }

  nul(value: Buffer): Buffer {
    if (this.policies.nul === 'stop') {
      throw new Unfit('UnrepresentableValue', 'a text with a NUL character, which Redshift may not take', 'nul');
    }
    this.count('nul');
    return value.filter((byte) => byte !== 0) as Buffer;
  }

  /** Half of a surrogate pair is the usual cause: MySQL keeps one in utf8mb3, ucs2 and utf16. */
  invalidUtf8(value: Buffer): Buffer {
    if (this.policies.invalidUtf8 === 'stop') {
      const why = 'a text that is not UTF-8, such as one with half a surrogate pair, which is no character';
      throw new Unfit('UnrepresentableValue', why, 'invalidUtf8');
    }
    this.count('invalidUtf8');
    return Buffer.from(value.toString('utf8'));
  }

  private count(fault: ValueFault): void {
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
  }
}

/** Whole characters only. */
const shown = (value: Buffer): string => value.toString('utf8', 0, characterEnd(value, SHOWN));

/** The end of the last character that ends within `most` bytes. */
function characterEnd(value: Buffer, most: number): number {
  if (value.length <= most) return value.length;
  let end = most;
  while (end > 0 && ((value[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
