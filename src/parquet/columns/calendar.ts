// Days and microseconds since 1970 from MySQL's `YYYY-MM-DD[ HH:MM:SS[.ffffff]]`, years 1 to 9999, never through a Date.
import { Unfit } from '../errors.js';

const ZERO = 0x30;
const DASH = 0x2d;
const COLON = 0x3a;
const SPACE = 0x20;
const POINT = 0x2e;

/** A number above any that digits make: what a wrong digit turns a sum into. */
const WRONG = 1e6;

function digit(value: Buffer, at: number): number {
  const found = (value[at] ?? 0) - ZERO;
  return found >= 0 && found <= 9 ? found : WRONG;
}

const two = (value: Buffer, at: number): number => digit(value, at) * 10 + digit(value, at + 1);

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 of the ten bytes at the start of `value`; NaN for a day that no calendar has. */
export function daysOf(value: Buffer): number {
  const year = two(value, 0) * 100 + two(value, 2);
  const month = two(value, 5);
  const day = two(value, 8);
  if (value[4] !== DASH || value[7] !== DASH || year >= WRONG || month >= WRONG || day >= WRONG) {
    throw new Unfit('ShapeChanged', `"${value.toString('latin1', 0, 60)}" is not a date`);
  }
  return daysFrom(year, month, day);
}

/** Days since 1970-01-01; NaN for a day that no calendar has. */
export function daysFrom(year: number, month: number, day: number): number {
  const longest = MONTH_DAYS[month - 1] ?? 0;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (year === 0 || day === 0 || day > (month === 2 && !leap ? 28 : longest)) return NaN;
  // Days from the civil calendar, years beginning in March so that the leap day is the last one.
  const years = month > 2 ? year : year - 1;
  const era = Math.floor(years / 400);
  const ofEra = years - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** Seconds of the day at bytes 11 to 18. */
export function secondsOf(value: Buffer): number {
  const hours = two(value, 11);
  const minutes = two(value, 14);
  const seconds = two(value, 17);
  const marks = value[10] === SPACE && value[13] === COLON && value[16] === COLON;
  if (!marks || hours > 23 || minutes > 59 || seconds > 59) throw notATime(value);
  return hours * 3_600 + minutes * 60 + seconds;
}

/** Microseconds of the second from byte 20 on. */
export function microsOf(value: Buffer): number {
  const end = value.length;
  if (end === 19) return 0;
  if (value[19] !== POINT || end > 26) throw notATime(value);
  let micros = 0;
  for (let at = 20; at < 26; at++) micros = micros * 10 + (at < end ? digit(value, at) : 0);
  if (micros >= WRONG) throw notATime(value);
  return micros;
}

const notATime = (value: Buffer): Unfit =>
  new Unfit('ShapeChanged', `"${value.toString('latin1', 0, 60)}" is not a date with a time`);
