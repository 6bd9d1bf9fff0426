// DATE as days, DATETIME and TIMESTAMP as microseconds since 1970; rows of one day often follow each other, so it is kept.
import { Unfit } from '../errors.js';
import { daysOf, microsOf, secondsOf } from './calendar.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';
import type { ValueFaults } from './value-faults.js';

const TWO_32 = 4_294_967_296;
const DAY_SECONDS = 86_400;

/** Days of the last date seen, for as long as the same ten bytes come again. */
class LastDay {
  private readonly text = Buffer.alloc(10);
  private days = 0;

  of(value: Buffer): number {
    const { text } = this;
    let at = 9;
    while (at >= 0 && text[at] === value[at]) at--;
    if (at < 0) return this.days;
    const days = daysOf(value);
    value.copy(text, 0, 0, 10);
    return (this.days = days);
  }
}

export class DateColumn implements Column {
  private readonly validity = new Validity();
  private readonly last = new LastDay();
  private readonly name: string;
  private readonly faults: ValueFaults;
  private days = new Int32Array(FIRST_ROOM);
  private rows = 0;

  constructor(name: string, faults: ValueFaults) {
    this.name = name;
    this.faults = faults;
  }

  add(value: Buffer | null): number {
    const row = this.rows++;
    if (row === this.days.length) {
      const more = new Int32Array(row * 2);
      more.set(this.days);
      this.days = more;
    }
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    if (value.length !== 10) throw new Unfit('ShapeChanged', `"${value.toString('latin1', 0, 60)}" is not a date`);
    const found = this.last.of(value);
    const days = Number.isNaN(found) ? this.faults.zeroDate(value) : found;
    if (days === null) {
      this.validity.miss(row);
      return 0;
    }
    this.days[row] = days;
    return 4;
  }

  data(): ColumnData {
    const { name, rows, validity } = this;
    return {
      name,
      type: { kind: 'date' },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.days.subarray(0, rows),
      offsets: null,
      few: false,
      changed: this.faults.counts,
    };
  }
}

export class TimestampColumn implements Column {
  private readonly validity = new Validity();
  private readonly last = new LastDay();
  private readonly name: string;
  private readonly digits: number;
  private readonly faults: ValueFaults;
  private halves = new Int32Array(2 * FIRST_ROOM);
  private rows = 0;

  constructor(name: string, digits: number, faults: ValueFaults) {
    this.name = name;
    this.digits = digits;
    this.faults = faults;
  }

  add(value: Buffer | null): number {
    const row = this.rows++;
    if (2 * row === this.halves.length) {
      const more = new Int32Array(4 * row);
      more.set(this.halves);
      this.halves = more;
    }
    if (value === null) {
      this.validity.miss(row);
      return 0;
    }
    const found = this.last.of(value);
    const isDay = !Number.isNaN(found);
    const days = isDay ? found : this.faults.zeroDate(value);
    if (days === null) {
      this.validity.miss(row);
      return 0;
    }
    const seconds = days * DAY_SECONDS + (isDay ? secondsOf(value) : 0);
    const fraction = isDay ? microsOf(value) : 0;
    const micros = seconds * 1e6 + fraction;
    if (Math.abs(micros) <= Number.MAX_SAFE_INTEGER) {
      this.halves[2 * row] = (micros % TWO_32) | 0;
      this.halves[2 * row + 1] = Math.floor(micros / TWO_32);
    } else {
      // Before 1684 and after 2255.
      const exact = BigInt(seconds) * 1_000_000n + BigInt(fraction);
      this.halves[2 * row] = Number(BigInt.asIntN(32, exact));
      this.halves[2 * row + 1] = Number(exact >> 32n);
    }
    return 8;
  }

  data(): ColumnData {
    const { name, digits, rows, validity } = this;
    return {
      name,
      type: { kind: 'timestamp', digits },
      rows,
      nulls: validity.nulls,
      validity: validity.of(rows),
      values: this.halves.subarray(0, 2 * rows),
      offsets: null,
      few: false,
      changed: this.faults.counts,
    };
  }
}
