// Every function that Redshift has and PostgreSQL lacks or means differently, in the order they are to be made.
import { AGGREGATES, VERSION_FUNCTION } from './aggregates.js';
import { DATE_FUNCTIONS } from './dates.js';
import { HASH_FUNCTIONS } from './hashes.js';
import { JSON_FUNCTIONS } from './json.js';
import { STRING_FUNCTIONS } from './strings.js';

export const REDSHIFT_FUNCTIONS: readonly string[] = [
  VERSION_FUNCTION,
  ...DATE_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...JSON_FUNCTIONS,
  ...HASH_FUNCTIONS,
  ...AGGREGATES,
];
