// A history through the whole stack: the workflow, S3, the manifest and the warehouse, driven by a client as a user drives it.
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { RunAccount } from '../../src/contract/sync-result.js';
import { validateTables } from '../../src/operations/validate.js';
import { configForTests, testStack } from '../stack.js';
import { sourceRows, targetRows } from '../e2e/rows.js';
import { World } from '../e2e/system-fixture.js';
import type { Verdict } from './history.js';
import { type Chance, chanceOf } from './random.js';
import { drawTable, keyNames, tableDdl } from './table-plan.js';
import { type Ground, keepWriting, prepareServer } from './writers.js';

/** Milliseconds. */
const WRITING = 6_000;

export async function tellThroughStack(seed: number): Promise<Verdict> {
  const chance = chanceOf(seed);
  const plan = drawTable(chance);
  const id = `s${seed}_${Math.floor(Math.random() * 1e6)}`;
  const stack = await testStack();
  const { host, port, adminUser: user, adminPassword: password } = stack.status.mysql;
  const world = new World(id, await configForTests(id), stack);
  const table = world.table('t');
  const ddl = tableDdl(plan, table);
  const made = { count: 0 };
  const ground: Ground = {
    plan,
    schema: id,
    made,
    connect: () => createConnection({ host, port, user, password, dateStrings: true }),
  };
  const story = { syncs: 0, wrong: [] as string[], log: [] as string[] };
  try {
    await world.redshift(`CREATE SCHEMA ${id}`);
    await world.mysql(ddl);
    const admin = await ground.connect();
    await prepareServer(ground, admin);
    const { cursor, mode, strategy } = plan.wish;
    world.configure('t', { ...(cursor && { cursor }), ...(mode && { mode }), ...(strategy && { strategy }) });
    world.startWorker();
    const until = Date.now() + WRITING;
    const writing = Promise.all([1, 2].map((n) => keepWriting(ground, chance.fork(), `w${n}`, until)));
    while (Date.now() < until) await syncOnce(world, table, chance, story);
    await writing;
    await admin.query(`DROP EVENT ${id}.e`);
    await admin.end();
    await rest(world, table, story);
    story.wrong.push(...(await differences(world, keyNames(plan))));
    await world.stopWorkers();
    for (const { findings } of await validateTables(world.config, 'default', null, { deletes: false })) {
      story.wrong.push(
        ...findings.filter(({ agrees }) => agrees === false).map(({ check, sentence }) => `${check}: ${sentence}`),
      );
    }
    const [counted] = await world.mysql(`SELECT COUNT(*) AS n FROM ${table}`);
    return { seed, ddl, mode: plan.mode, zone: 'the whole stack', rows: Number(counted?.['n']), ...story };
  } finally {
    await world.stopWorkers();
    await world.mysql(`DROP DATABASE IF EXISTS ${id}`).catch(() => undefined);
    await world.clean();
  }
}

interface Story {
  syncs: number;
  readonly wrong: string[];
  readonly log: string[];
}

async function syncOnce(world: World, table: string, chance: Chance, story: Story): Promise<void> {
  const limit = chance.percent(40) ? chance.between(1, 300) : null;
  const rowsPerFile = chance.between(60, 600);
  const handle = await world.start({ table, rowsPerFile, ...(limit !== null && { limit }) });
  story.syncs += 1;
  const cancelled = chance.percent(25);
  if (cancelled) {
    await sleep(chance.between(100, 1_500));
    await handle.cancel();
  }
  try {
    judge((await handle.result()) as RunAccount, limit, story);
  } catch (error) {
    if (!cancelled) throw error;
    story.log.push(`sync ${story.syncs}: cancelled`);
  }
}

function judge(account: RunAccount, limit: number | null, story: Story): void {
  story.log.push(`sync ${story.syncs}: ${account.outcome}, ${account.rows} rows, limit ${limit ?? 'none'}`);
  if (limit !== null && account.rows > limit) story.wrong.push(`${account.rows} rows under a limit of ${limit}`);
  const own = account.loads.find(({ seq }) => seq === account.seq);
  if (account.seq !== null && own?.copied !== account.rows) {
    story.wrong.push(`sync ${story.syncs} extracted ${account.rows} rows and loaded ${own?.copied ?? 'none'}`);
  }
  for (const { seq, copied, inserted, updated, reapplied, stale, superseded } of account.loads) {
    if (inserted + updated + reapplied + stale + superseded !== copied)
      story.wrong.push(`load #${seq} does not add up`);
  }
}

/** Other histories on the same server may hold the bound back for seconds. */
async function rest(world: World, table: string, story: Story): Promise<void> {
  const [row] = await world.mysql('SELECT UTC_TIMESTAMP(6) AS now');
  const ended = Date.parse(`${String(row?.['now']).replace(' ', 'T')}Z`);
  for (let tries = 0; tries < 30; tries++) {
    const account = await world.sync({ table });
    story.syncs += 1;
    judge(account, null, story);
    const { bound } = account;
    if (bound?.kind !== 'cursor' && tries > 0 && account.rows === 0) return;
    if (bound?.kind === 'cursor' && Date.parse(`${bound.before.replace(' ', 'T')}Z`) > ended) return;
    await sleep(300);
  }
  story.wrong.push('the table never came to rest');
}

async function differences(world: World, key: readonly string[]): Promise<string[]> {
  const order = key.join(', ');
  const lines = (rows: Record<string, string | null>[]): string[] =>
    rows
      .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))))
      .sort();
  const [is, was] = [lines(await sourceRows(world, 't', order)), lines(await targetRows(world, 't', order))];
  const [have, has] = [new Set(was), new Set(is)];
  const found = [
    ...is.filter((row) => !have.has(row)).map((row) => `missing ${row}`),
    ...was.filter((row) => !has.has(row)).map((row) => `loaded ${row}`),
  ];
  return found.length === 0 && is.length !== was.length
    ? [`${is.length} rows in the source, ${was.length} loaded`]
    : found;
}
