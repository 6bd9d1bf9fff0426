// What a run of histories was asked for, checked.
import { TAMPERS } from './mutations.js';

export interface Options {
  readonly seeds: readonly number[];
  readonly sabotage: string;
  /** Every tenth history goes through the workflow, S3 and the warehouse. */
  readonly wholeStack: boolean;
}

type Given = Partial<Record<'seeds' | 'seed' | 'from' | 'sabotage', string>>;

export function optionsOf(given: Given): Options {
  const whole = (name: keyof Given, otherwise: number): number => {
    const value = Number(given[name] ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number above 0`);
    return value;
  };
  const sabotage = given.sabotage ?? 'none';
  if (TAMPERS[sabotage] === undefined) {
    throw new RangeError(`--sabotage must be one of ${Object.keys(TAMPERS).join(', ')}`);
  }
  const from = given.seed === undefined ? whole('from', 1) : whole('seed', 1);
  const count = given.seed === undefined ? whole('seeds', 40) : 1;
  return {
    seeds: Array.from({ length: count }, (_, at) => from + at),
    sabotage,
    wholeStack: sabotage === 'none',
  };
}
