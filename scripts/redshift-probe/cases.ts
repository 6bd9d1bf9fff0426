// Every question of the probe, in the order of the report.
import { COLUMN_CASES } from './cases/columns.js';
import { DIALECT_CASES } from './cases/dialect.js';
import { FILE_CASES } from './cases/files.js';
import { MANIFEST_CASES } from './cases/manifest.js';
import { SESSION_CASES } from './cases/session.js';
import { STATEMENT_CASES } from './cases/statement.js';
import type { ProbeCase } from './case.js';

export const CASES: readonly ProbeCase[] = [
  ...FILE_CASES,
  ...COLUMN_CASES,
  ...MANIFEST_CASES,
  ...STATEMENT_CASES,
  ...SESSION_CASES,
  ...DIALECT_CASES,
];
