// One history: a table drawn by chance, written and synced at the same time, then compared with what was loaded, row by row.
import { tableId } from '../../src/contract/table-id.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Position } from '../../src/contract/position.js';
import { openSource, type Source } from '../../src/mysql/source.js';
import { zoneOf } from '../../src/mysql/upper-bound/timestamp.js';
import { type Chance, chanceOf } from './random.js';
import type { HistoryServer } from './server.js';
import { isPassing, type Setting, type Synced, syncOnce, type SyncOrder } from './sync-once.js';
import { drawTable, keyNames, rowColumns, rowValues, tableDdl, type TablePlan } from './table-plan.js';
import { type Ask, type Tamper } from './mutations.js';
import { PlainTarget, type Values } from './target.js';
import { type StackContext, keepAltering, keepTouching, keepWriting, prepareServer, stayIdle } from './writers.js';

export interface Verdict {
  readonly seed: number;
  readonly ddl: string;
  readonly mode: string;
  readonly zone: string;
  readonly syncs: number;
  readonly rows: number;
  /** What went wrong; empty: nothing. */
  readonly wrong: readonly string[];
  /** The last syncs, a line each. */
  readonly log: readonly string[];
}

const FIRST_ROWS = 1_500;
/** Milliseconds. */
const WRITING = 2_500;
/**
 * Seconds that an honest bound may trail the clock: a connection that is never at rest holds it back by a day, an update
 * taken for an open row by months. Where nobody's statement counts: the longest transaction, with room for a busy machine.
 */
const TRAIL = { ofSync: 90_000, ofLook: 12 };
/** Long ago: what a row has that nobody ever changed. */
const LONG_AGO = '2026-01-05 00:00:00';

export async function tellHistory(seed: number, server: HistoryServer, tamper: Tamper): Promise<Verdict> {
  const chance = chanceOf(seed);
  const plan = drawTable(chance);
  const schema = `h${seed}_${Math.floor(Math.random() * 1e6)}`;
  const admin = await server.connect();
  const source = openSource(server.reader, tamper.rules);
  try {
    return await tell({ seed, chance, plan, schema, admin, source, server, tamper });
  } finally {
    await source.close();
    await admin.query(`DROP DATABASE IF EXISTS ${schema}`).catch(() => undefined);
    await admin.end();
  }
}

interface Scene {
  readonly seed: number;
  readonly chance: Chance;
  readonly plan: TablePlan;
  readonly schema: string;
  readonly admin: Connection;
  readonly source: Source;
  readonly server: HistoryServer;
  readonly tamper: Tamper;
}

async function tell(scene: Scene): Promise<Verdict> {
  const { seed, chance, plan, schema, admin, source, server, tamper } = scene;
  const table = `${schema}.t`;
  const ddl = tableDdl(plan, table);
  const made = { count: 0 };
  const context: StackContext = { plan, schema, made, connect: () => server.connect() };
  await admin.query(`CREATE DATABASE ${schema}`);
  await admin.query(ddl);
  await fill(scene, made);
  await prepareServer(context, admin);

  const tableOptions = {
    ...plan.tableOptions,
    ...(server.zone === 'America/New_York' && isDatetime(plan) ? { cursorZone: await zoneNow(admin) } : {}),
  };
  const { shape, strategy, cursorZone } = await source.describe(tableId(table), tableOptions, live());
  const settings = { strategy, cursorZone, lagSeconds: 0, lookbackSeconds: 0 };
  const setting: Setting = { source, shape, settings, tamper, ask: asking(scene) };
  const keyAt = keyNames(plan).map((name) => shape.columns.findIndex((column) => column.name === name));
  const cursorAt = shape.columns.findIndex((column) => column.name === 'u');
  const target = new PlainTarget(plan.mode, keyAt, cursorAt < 0 ? null : cursorAt);

  const until = Date.now() + WRITING;
  const looked = plan.mode === 'merge' && plan.cursor !== null;
  const writing = Promise.all([
    ...(looked ? [keepTouching(context, chance.fork(), until)] : []),
    ...[1, 2, 3].map((n) => keepWriting(context, chance.fork(), `w${n}`, until)),
    ...(chance.percent(50) ? [keepAltering(context, chance.fork(), until)] : []),
    ...(chance.percent(30) ? [stayIdle(context, until + 2_000)] : []),
  ]);
  const story: Story = { position: { kind: 'none' }, syncs: 0, rows: 0, wrong: [], log: [] };
  try {
    await sleep(chance.below(300));
    const looking = looked ? lookOften(scene, setting, story, until) : null;
    while (Date.now() < until) await again(setting, target, story, drawOrder(chance, story.position));
    await looking;
  } finally {
    await writing;
    await admin.query(`DROP EVENT IF EXISTS ${schema}.e`);
  }
  await quiet(scene, setting, target, story);
  const rows = await sourceRows(scene);
  const wrong = [...story.wrong, ...target.differences(rows)];
  return {
    seed,
    ddl,
    mode: plan.mode,
    zone: server.zone,
    syncs: story.syncs,
    rows: rows.length,
    wrong,
    log: story.log.slice(-12),
  };
}

interface Story {
  position: Position;
  syncs: number;
  rows: number;
  readonly wrong: string[];
  readonly log: string[];
}

async function again(setting: Setting, target: PlainTarget, story: Story, order: SyncOrder): Promise<Synced> {
  const synced = await syncOnce(setting, order);
  const split = target.load(synced.rows);
  story.syncs += 1;
  story.rows += synced.rows.length;
  story.position = synced.position;
  const bounds = synced.bounds.map(({ bound, asOf }) => `${JSON.stringify(bound)} as of ${asOf}`).join(' then ');
  story.log.push(
    `${synced.rows.length} rows, limit ${order.limit ?? 'none'}${synced.cancelled ? ', cancelled' : ''}: ` +
      `${JSON.stringify(order.position)} → ${JSON.stringify(synced.position)}; ${bounds}`,
  );
  const { inserted, updated, reapplied, stale, superseded } = split;
  const counted = inserted + updated + reapplied + stale + superseded;
  if (synced.reported !== synced.rows.length || counted !== synced.rows.length) {
    story.wrong.push(
      `sync ${story.syncs} reported ${synced.reported} and moved ${synced.rows.length}, split ${counted}`,
    );
  }
  if (order.limit !== null && synced.rows.length > order.limit) {
    story.wrong.push(`sync ${story.syncs} moved ${synced.rows.length} rows under a limit of ${order.limit}`);
  }
  for (const { bound, asOf } of synced.bounds) {
    const trail = trailOf(setting, bound, asOf);
    if (trail > TRAIL.ofSync) story.wrong.push(`the bound of sync ${story.syncs} fell back by ${Math.round(trail)} s`);
  }
  return synced;
}

/** Looks over all of the index again and again, as a first load does once: an ordinary update must not throw a bound back. */
async function lookOften({ server, tamper }: Scene, setting: Setting, story: Story, until: number): Promise<void> {
  const { shape, settings } = setting;
  // Waits for no statement: only what is read dirty counts.
  const source = openSource(server.reader, { ...tamper.rules, canWrite: () => false });
  try {
    while (Date.now() < until) {
      const found = await source
        .captureUpperBound(shape, settings, { kind: 'none' }, live())
        .catch((error: unknown) => {
          if (isPassing(error)) return null;
          throw error;
        });
      if (found === null) continue;
      const trail = trailOf(setting, found.bound, found.asOf);
      if (trail > TRAIL.ofLook) story.wrong.push(`the bound of a look fell back by ${Math.round(trail)} s`);
    }
  } finally {
    await source.close();
  }
}

/** Seconds from the bound of a first look to the clock; later ones may stand at the position. */
function trailOf({ settings }: Setting, bound: Synced['bounds'][number]['bound'], asOf: string): number {
  if (bound.kind !== 'cursor') return 0;
  const zone = settings.cursorZone ?? '+00:00';
  const moment = Date.parse(`${bound.before.replace(' ', 'T')}${bound.before.includes('.') ? '' : '.000'}${zone}`);
  return (Date.parse(asOf) - moment) / 1_000;
}

function drawOrder(chance: Chance, position: Position): SyncOrder {
  const cancel = new AbortController();
  if (chance.percent(15)) setTimeout(() => cancel.abort(new Error('cancelled')), chance.between(5, 400)).unref();
  return {
    position,
    limit: chance.percent(45) ? chance.between(1, chance.pick([60, 900] as const)) : null,
    rowsPerFile: chance.pick([7, 40, 250, 1_000] as const),
    maxRanges: chance.between(1, 8),
    window: chance.between(1, 4),
    cancel: cancel.signal,
  };
}

/** Syncs until nothing that was written can mismatch behind the bound: other histories may hold it back for a while. */
async function quiet({ admin }: Scene, setting: Setting, target: PlainTarget, story: Story): Promise<void> {
  const [[end]] = await admin.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now');
  const ended = Date.parse(`${String(end?.['now']).replace(' ', 'T')}Z`);
  for (let tries = 0; tries < 60; tries++) {
    const order = { ...drawOrder(chanceOf(tries), story.position), limit: null, cancel: live() };
    const { bounds } = await again(setting, target, story, order);
    const last = bounds.at(-1);
    if (last === undefined || last.bound.kind !== 'cursor') {
      if (tries > 0 && last !== undefined) return;
      continue;
    }
    const trail = trailOf(setting, last.bound, last.asOf);
    if (Date.parse(last.asOf) - trail * 1_000 > ended) return;
    await sleep(200);
  }
  story.wrong.push('the table never came to rest');
}

async function fill({ admin, plan, schema, chance }: Scene, made: { count: number }): Promise<void> {
  const rows = chance.pick([0, 5, FIRST_ROWS, FIRST_ROWS] as const);
  if (rows === 0) return;
  const values = Array.from({ length: rows }, (_, at) => rowValues(plan, at + 1, `first${at + 1}`));
  made.count = rows;
  await admin.query(`INSERT INTO ${schema}.t (${rowColumns(plan)}) VALUES ${values.join(', ')}`);
  if (plan.cursor !== null) await admin.query(`UPDATE ${schema}.t SET u = '${LONG_AGO}'`);
}

function asking({ server }: Scene): Ask {
  return async (sql) => {
    const connection = await server.connect();
    try {
      await connection.query("SET time_zone = '+00:00'");
      const [rows] = await connection.query<RowDataPacket[][]>({
        sql,
        rowsAsArray: true,
        typeCast: (field) => field.string(),
      });
      return rows as unknown as string[][];
    } finally {
      await connection.end();
    }
  };
}

/** All rows as a read in UTC prints them. */
async function sourceRows({ server, schema }: Scene): Promise<Values[]> {
  const connection = await server.connect();
  try {
    await connection.query("SET time_zone = '+00:00'");
    const [rows] = await connection.query<RowDataPacket[][]>({
      sql: `SELECT * FROM ${schema}.t`,
      rowsAsArray: true,
      typeCast: (field) => field.string(),
    });
    return rows as unknown as Values[];
  } finally {
    await connection.end();
  }
}

/** A zone with summer time must be told as an offset; today's is the one that rows are stamped in. */
async function zoneNow(admin: Connection): Promise<string> {
  const [[row]] = await admin.query<RowDataPacket[]>('SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS minutes');
  return zoneOf(Number(row?.['minutes']));
}

const isDatetime = ({ cursor }: TablePlan): boolean => cursor?.type === 'DATETIME';
const live = (): AbortSignal => new AbortController().signal;
