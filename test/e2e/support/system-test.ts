// The one wrapper of every system test: a prefix of its own, and at the end `validate`'s own code on every table under it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { validateTables } from '../../../src/operations/validate.js';
import type { Validation } from '../../../src/reconcile/validation.js';
import { listTables } from '../../../src/s3/run/list-tables.js';
import { configForTests, testStack } from '../../stack.js';
import { SystemFixture } from './system-fixture.js';

interface Record {
  readonly name: string;
  checked: boolean;
}
const records: Record[] = [];

/** What the check at the end may take. */
const CHECK_MS = 120_000;

/** Tables validated side by side: some tests leave hundreds. */
const AT_ONCE = 4;

/** System tests that began and never got to their check. */
export function uncheckedSystemTests(): string[] {
  return records.filter(({ checked }) => !checked).map(({ name }) => name);
}

export interface SystemTestOptions {
  /** Lies the test leaves on purpose: `<table>: <check>`, or `<table>: <verdict>` where a source can't answer; exactly these. */
  readonly mismatches?: readonly string[];
  /** Its loads were made up, without a table in MySQL: that source alone can't answer. */
  readonly sourceless?: true;
  readonly timeoutMs?: number;
}

/** Declares a system test. `run` gets a world of its own: tables, worker and S3 prefix that no other test touches. */
export function systemTest(
  name: string,
  run: (fixture: SystemFixture) => Promise<void>,
  options: SystemTestOptions = {},
): void {
  it(name, async function () {
    const timeoutMs = options.timeoutMs ?? 180_000;
    this.timeout(timeoutMs + CHECK_MS);
    const record: Record = { name, checked: false };
    records.push(record);
    const stack = await testStack();
    const id = `t${randomBytes(4).toString('hex')}`;
    const config = await configForTests(id);
    const fixture = new SystemFixture(id, config, stack);
    await fixture.redshift(`CREATE SCHEMA ${id}`);
    const failure = await within(timeoutMs, run(fixture)).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    await fixture.stopWorkers();
    const found = await disagreements(fixture, options.sourceless === true);
    record.checked = true;
    await fixture.clean();
    // A test that failed on the way is that failure: what it left behind says nothing more.
    if (failure !== null) throw failure;
    assert.deepEqual(found, [...(options.mismatches ?? [])].sort(), 'what the sources say after the test');
  });
}

/** Not mocha's time-out: that one would leave the test's workers running, and no check made. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the test has not ended in ${ms / 1_000} s`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A source that was not asked, or did not answer, is no source of agreement. */
function liesOf({ table, findings, verdict, countSources }: Validation, sourceless: boolean): string[] {
  const name = table.split('.')[1] ?? table;
  const mismatches = findings.filter(({ agrees }) => agrees === false).map(({ check }) => `${name}: ${check}`);
  const others = countSources.ledger !== undefined && countSources.target !== undefined;
  const complete = verdict === 'balanced' || (sourceless && others && verdict === 'incomplete');
  return mismatches.length > 0 || complete ? mismatches : [`${name}: ${verdict}`];
}

/** What does not agree, over every table that has a watermark under the prefix. */
async function disagreements({ config, pipeline, store }: SystemFixture, sourceless: boolean): Promise<string[]> {
  const tables = await listTables(store, pipeline.s3.prefix, 'default');
  const groups = Array.from({ length: AT_ONCE }, (_, group) => tables.filter((_table, at) => at % AT_ONCE === group));
  const validations = await Promise.all(
    groups.map((group) => validateTables(config, 'default', group, { deletes: false })),
  );
  return validations
    .flat()
    .flatMap((validation) => liesOf(validation, sourceless))
    .sort();
}
