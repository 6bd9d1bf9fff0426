// DATE as days, DATETIME and TIMESTAMP as microseconds since 1970; rows of one day often follow each other, so it is kept.
import { Unfit } from '../errors.js';
import { daysFrom, daysOf, microsOf, secondsOf } from './calendar.js';
import { type Column, type ColumnData, FIRST_ROOM } from './column.js';
import { Validity } from './validity.js';
import type { ValueFaults } from './value-faults.js';

const TWO_32 = 4_294_967_296;
const DAY_SECONDS = 86_400;

/** Days of the last date seen, for as long as the same date comes again. */
class LastDay {
  private readonly text = Buffer.alloc(10);
  private days = 0;
  private numbered = 0;
  private numberedDays = NaN;

  from(year: number, month: number, day: number): number {
    const number = (year << 16) | (month << 8) | day;
    if (number !== this.numbered) {
      this.numbered = number;
      this.numberedDays = daysFrom(year, month, day);
    }
    return this.numberedDays;
  }

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

  addTime(year: number, month: number, day: number, seconds: number, micros: number): number {
    const days = this.last.from(year, month, day);
    if (Number.isNaN(days) || seconds + micros > 0) return -1;
    const row = this.nextRow();
    this.days[row] = days;
    return 4;
  }

  add(value: Buffer | null): number {
    const row = this.nextRow();
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

  private nextRow(): number {
    const row = this.rows++;
    if (row === this.days.length) {
      const more = new Int32Array(row * 2);
      more.set(this.days);
      this.days = more;
    }
    return row;
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

  addTime(year: number, month: number, day: number, seconds: number, micros: number): number {
    const days = this.last.from(year, month, day);
    if (Number.isNaN(days)) return -1;
    return this.put(days * DAY_SECONDS + seconds, micros);
  }

  add(value: Buffer | null): number {
    if (value === null) {
      this.validity.miss(this.nextRow());
      return 0;
    }
    const found = this.last.of(value);
    if (!Number.isNaN(found)) return this.put(found * DAY_SECONDS + secondsOf(value), microsOf(value));
    const day = this.faults.zeroDate(value);
    if (day !== null) return this.put(day * DAY_SECONDS, 0);
    this.validity.miss(this.nextRow());
    return 0;
  }

  private put(seconds: number, fraction: number): number {
    const row = this.nextRow();
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

  private nextRow(): number {
    const row = this.rows++;
    if (2 * row === this.halves.length) {
      const more = new Int32Array(4 * row);
      more.set(this.halves);
      this.halves = more;
    }
    return row;
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
