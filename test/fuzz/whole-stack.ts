// A history through the whole stack: the workflow, S3, the manifest and the warehouse, driven by a client as a user drives it.
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { SyncResult } from '../../src/contract/sync-result.js';
import { validateTables } from '../../src/operations/validate.js';
import { configForTests, testStack } from '../stack.js';
import { sourceRows, targetRows } from '../e2e/support/rows.js';
import { SystemFixture } from '../e2e/support/system-fixture.js';
import type { Verdict } from './history.js';
import { type Chance, chanceOf } from './random.js';
import { drawTable, keyNames, tableDdl } from './table-plan.js';
import { type StackContext, keepWriting, prepareServer } from './writers.js';

/** Milliseconds. */
const WRITING = 6_000;

export async function tellThroughStack(seed: number): Promise<Verdict> {
  const chance = chanceOf(seed);
  const plan = drawTable(chance);
  const id = `s${seed}_${Math.floor(Math.random() * 1e6)}`;
  const stack = await testStack();
  const { host, port, adminUser: user, adminPassword: password } = stack.status.mysql;
  const fixture = new SystemFixture(id, await configForTests(id), stack);
  const table = fixture.table('t');
  const ddl = tableDdl(plan, table);
  const made = { count: 0 };
  const context: StackContext = {
    plan,
    schema: id,
    made,
    connect: () => createConnection({ host, port, user, password, dateStrings: true }),
  };
  const story = { syncs: 0, wrong: [] as string[], log: [] as string[] };
  try {
    await fixture.redshift(`CREATE SCHEMA ${id}`);
    await fixture.mysql(ddl);
    const admin = await context.connect();
    await prepareServer(context, admin);
    const { cursor, mode, strategy } = plan.tableOptions;
    fixture.configure('t', { ...(cursor && { cursor }), ...(mode && { mode }), ...(strategy && { strategy }) });
    fixture.startWorker();
    const until = Date.now() + WRITING;
    const writing = Promise.all([1, 2].map((n) => keepWriting(context, chance.fork(), `w${n}`, until)));
    while (Date.now() < until) await syncOnce(fixture, table, chance, story);
    await writing;
    await admin.query(`DROP EVENT ${id}.e`);
    await admin.end();
    await rest(fixture, table, story);
    story.wrong.push(...(await differences(fixture, keyNames(plan))));
    await fixture.stopWorkers();
    for (const { findings } of await validateTables(fixture.config, 'default', null, { deletes: false })) {
      story.wrong.push(
        ...findings.filter(({ agrees }) => agrees === false).map(({ check, sentence }) => `${check}: ${sentence}`),
      );
    }
    const [counted] = await fixture.mysql(`SELECT COUNT(*) AS n FROM ${table}`);
    return { seed, ddl, mode: plan.mode, zone: 'the whole stack', rows: Number(counted?.['n']), ...story };
  } finally {
    await fixture.stopWorkers();
    await fixture.mysql(`DROP DATABASE IF EXISTS ${id}`).catch(() => undefined);
    await fixture.clean();
  }
}

interface Story {
  syncs: number;
  readonly wrong: string[];
  readonly log: string[];
}

async function syncOnce(fixture: SystemFixture, table: string, chance: Chance, story: Story): Promise<void> {
  const limit = chance.percent(40) ? chance.between(1, 300) : null;
  const rowsPerFile = chance.between(60, 600);
  const handle = await fixture.start({ table, rowsPerFile, ...(limit !== null && { limit }) });
  story.syncs += 1;
  const cancelled = chance.percent(25);
  if (cancelled) {
    await sleep(chance.between(100, 1_500));
    await handle.cancel();
  }
  try {
    judge((await handle.result()) as SyncResult, limit, story);
  } catch (error) {
    if (!cancelled) throw error;
    story.log.push(`sync ${story.syncs}: cancelled`);
  }
}

function judge(account: SyncResult, limit: number | null, story: Story): void {
  story.log.push(`sync ${story.syncs}: ${account.outcome}, ${account.rows} rows, limit ${limit ?? 'none'}`);
  if (limit !== null && account.rows > limit) story.wrong.push(`${account.rows} rows under a limit of ${limit}`);
  const own = account.loads.find(({ seq }) => seq === account.seq);
  if (account.seq !== null && own?.rowsLoaded !== account.rows) {
    story.wrong.push(`sync ${story.syncs} extracted ${account.rows} rows and loaded ${own?.rowsLoaded ?? 'none'}`);
  }
  for (const { seq, rowsLoaded, inserted, updated, reapplied, stale, superseded } of account.loads) {
    if (inserted + updated + reapplied + stale + superseded !== rowsLoaded)
      story.wrong.push(`load #${seq} does not add up`);
  }
}

/** Other histories on the same server may hold the bound back for seconds. */
async function rest(fixture: SystemFixture, table: string, story: Story): Promise<void> {
  const [row] = await fixture.mysql('SELECT UTC_TIMESTAMP(6) AS now');
  const ended = Date.parse(`${String(row?.['now']).replace(' ', 'T')}Z`);
  for (let tries = 0; tries < 30; tries++) {
    const account = await fixture.sync({ table });
    story.syncs += 1;
    judge(account, null, story);
    const { bound } = account;
    if (bound?.kind !== 'cursor' && tries > 0 && account.rows === 0) return;
    if (bound?.kind === 'cursor' && Date.parse(`${bound.before.replace(' ', 'T')}Z`) > ended) return;
    await sleep(300);
  }
  story.wrong.push('the table never came to rest');
}

async function differences(fixture: SystemFixture, key: readonly string[]): Promise<string[]> {
  const order = key.join(', ');
  const lines = (rows: Record<string, string | null>[]): string[] =>
    rows
      .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))))
      .sort();
  const [is, was] = [lines(await sourceRows(fixture, 't', order)), lines(await targetRows(fixture, 't', order))];
  const [have, has] = [new Set(was), new Set(is)];
  const found = [
    ...is.filter((row) => !have.has(row)).map((row) => `missing ${row}`),
    ...was.filter((row) => !has.has(row)).map((row) => `loaded ${row}`),
  ];
  return found.length === 0 && is.length !== was.length
    ? [`${is.length} rows in the source, ${was.length} loaded`]
    : found;
}
