// Moments in microseconds since 1970, as text and floored to a cursor's own ticks. Exact: BigInt, no Date arithmetic.

/** Microseconds since 1970-01-01 00:00:00 of the zone that the text is in. */
export type Micros = bigint;

export const SECOND: Micros = 1_000_000n;

/** Of seconds as a config tells them, exact to the millisecond. */
export function ofSeconds(seconds: number): Micros {
  return BigInt(Math.round(seconds * 1_000)) * 1_000n;
}

/** Of `YYYY-MM-DD HH:MM:SS[.ffffff]`. Throws RangeError for anything else, zero dates too. */
export function microsOf(text: string): Micros {
  const [whole = '', fraction = ''] = text.split('.');
  const seconds = Date.parse(`${whole.replace(' ', 'T')}Z`);
  if (Number.isNaN(seconds)) throw new RangeError(`"${text}" is not a time`);
  return BigInt(seconds) * 1_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** `YYYY-MM-DD HH:MM:SS` with `digits` of fraction. */
export function textOf(micros: Micros, digits: number): string {
  const floored = floorTo(micros, 0);
  const whole = new Date(Number(floored / 1_000n)).toISOString().slice(0, 19).replace('T', ' ');
  const fraction = String(micros - floored).padStart(6, '0');
  return digits === 0 ? whole : `${whole}.${fraction.slice(0, digits)}`;
}

export function isoOf(micros: Micros): string {
  return `${textOf(micros, 6).replace(' ', 'T')}Z`;
}

/** The length of a tick of a cursor with that many digits of fraction. */
export function timestampOf(digits: number): Micros {
  return 10n ** BigInt(6 - digits);
}

export function floorTo(micros: Micros, digits: number): Micros {
  const timestamp = timestampOf(digits);
  const over = micros % timestamp;
  return micros - (over < 0n ? over + timestamp : over);
}

const OFFSET = /^([+-])(\d\d):(\d\d)$/;

/** Of `+08:00`. */
export function offsetOf(zone: string): Micros {
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  if (hours === undefined || minutes === undefined) throw new RangeError(`"${zone}" is not an offset like +08:00`);
  const size = (BigInt(hours) * 60n + BigInt(minutes)) * 60n * SECOND;
  return sign === '-' ? -size : size;
}

export function isOffset(zone: string): boolean {
  return OFFSET.test(zone);
}

/** `+08:00` of a number of minutes. */
export function zoneOf(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (n: number): string => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}
