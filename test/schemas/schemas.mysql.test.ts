// Schemas like those that people run, with no settings: all tables and views arrive, and stay equal through random changes.
import { testSource } from '../stack.js';
import { systemTest } from '../e2e/support/system-test.js';
import { blog } from './blog.js';
import { employees } from './employees.js';
import { filmRental } from './film-rental.js';
import { forum } from './forum.js';
import { ledger } from './ledger.js';
import { monitoring } from './monitoring.js';
import { oddTables } from './odd-tables.js';
import { partitionedLog } from './partitioned-log.js';
import { queue } from './queue.js';
import { shop } from './shop.js';
import { notCarried } from './support/not-carried.js';
import { runSchema } from './support/run-schema.js';
import { wiki } from './wiki.js';

const SCHEMAS = [
  ...[filmRental, employees, blog, wiki, shop, forum],
  ...[monitoring, queue, ledger, partitionedLog, oddTables],
];

/** More of both by hand: `TIDEMARK_SCHEMA_ROUNDS=10 TIDEMARK_SCHEMA_SEED=7`. */
const asked = process.env['TIDEMARK_SCHEMA_ROUNDS'];
const seed = Number(process.env['TIDEMARK_SCHEMA_SEED'] ?? 1);

/** For a busy machine: on two cores a schema takes seconds, the one of 150 tables about two minutes. */
const LONGEST_MS = 900_000;

const refused = (schema: string): string[] =>
  notCarried(schema, testSource)
    .filter(({ what }) => what === 'refused')
    .map(({ table }) => `${table}: incomplete`);

describe('schemas without any settings', () => {
  for (const schema of SCHEMAS) {
    const rounds = Number(asked ?? schema.rounds ?? 2);
    systemTest(
      `${schema.name}: every table and view, row by row`,
      (fixture) => runSchema(fixture, schema, { seed, rounds }),
      {
        timeoutMs: LONGEST_MS,
        // A refused table has a watermark and no loads.
        mismatches: refused(schema.name),
      },
    );
  }
});
