// What happens to a table while it is read: everything that a simpler rule for the upper bound has lost rows to.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { Chance } from './random.js';
import { isRow, numberedRow, rowColumns, rowValues, type TablePlan } from './table-plan.js';

export interface StackContext {
  readonly plan: TablePlan;
  /** `schema`, the table's, and a name for what belongs to it. */
  readonly schema: string;
  connect(): Promise<Connection>;
  /** Rows made so far, by any writer. */
  readonly made: { count: number };
}

interface SyncControls {
  readonly context: StackContext;
  readonly chance: Chance;
  readonly connection: Connection;
  readonly name: string;
}

type Act = (hand: SyncControls) => Promise<void>;

const table = ({ context }: SyncControls): string => `${context.schema}.t`;
const run = async ({ connection }: SyncControls, sql: string): Promise<void> => {
  await connection.query(sql);
};

async function insert(hand: SyncControls): Promise<void> {
  const { context, chance } = hand;
  const rows = Array.from({ length: chance.between(1, 60) }, () => {
    context.made.count += 1;
    return rowValues(context.plan, context.made.count, `${hand.name}/${chance.below(1e9)}`);
  });
  await run(hand, `INSERT INTO ${table(hand)} (${rowColumns(context.plan)}) VALUES ${rows.join(', ')}`);
}

function change(hand: SyncControls, n: number): Promise<void> {
  const v = `${hand.name}/${hand.chance.below(1e9)}`;
  return run(hand, `UPDATE ${table(hand)} SET v = '${v}' WHERE ${isRow(hand.context.plan, n)}`);
}

const some = ({ context, chance }: SyncControls): number => 1 + chance.below(Math.max(context.made.count, 1));
const held = ({ chance }: SyncControls): Promise<void> => sleep(chance.between(20, 1_300));

/** Rows that were made are never changed in append: there each version would be a row of its own. */
const write = (hand: SyncControls): Promise<void> =>
  hand.context.plan.mode === 'append' || hand.chance.percent(40) ? insert(hand) : change(hand, some(hand));

/** Written, and changed within the same second by a transaction that stays open over the next bound, or not. */
const twice: Act = async (hand) => {
  const { context, chance } = hand;
  if (context.plan.mode === 'append') return insert(hand);
  context.made.count += 1;
  const n = context.made.count;
  // A row that nobody else is likely to change: another change would bring what was lost.
  const row = rowValues(context.plan, n, `${hand.name} first`);
  await run(hand, `INSERT INTO ${table(hand)} (${rowColumns(context.plan)}) VALUES ${row}`);
  await run(hand, 'START TRANSACTION');
  await change(hand, n);
  await sleep(chance.between(500, 1_800));
  await run(hand, chance.percent(85) ? 'COMMIT' : 'ROLLBACK');
};

const transaction: Act = async (hand) => {
  await run(hand, 'START TRANSACTION');
  for (let i = hand.chance.between(1, 4); i > 0; i--) await write(hand);
  await held(hand);
  if (hand.chance.percent(30)) await write(hand);
  await run(hand, hand.chance.percent(80) ? 'COMMIT' : 'ROLLBACK');
};

const locked: Act = async (hand) => {
  await run(hand, `LOCK TABLES ${table(hand)} WRITE`);
  await insert(hand);
  await sleep(hand.chance.between(20, 500));
  await insert(hand);
  await run(hand, 'UNLOCK TABLES');
};

const slow: Act = (hand) => {
  const { context, chance } = hand;
  const first = context.made.count + 1;
  const rows = chance.between(3, 12);
  context.made.count += rows;
  const select = Array.from(
    { length: rows },
    (_, at) => `SELECT ${rowValues(context.plan, first + at, `slow${first + at}`).slice(1, -1)}, ${at} AS o`,
  );
  // Stamped when it begins, written while it sleeps.
  const columns = rowColumns(context.plan);
  return run(
    hand,
    `INSERT INTO ${table(hand)} (${columns}) SELECT ${columns} FROM` +
      ` (SELECT ${rowColumns(context.plan)
        .split(', ')
        .map((name) => `NULL AS ${name}`)
        .join(', ')}, 0 AS o WHERE FALSE UNION ALL ${select.join(' UNION ALL ')}) AS s` +
      ` WHERE SLEEP(${chance.between(10, 90) / 1_000}) = 0`,
  );
};

const prepared: Act = async (hand) => {
  const id = `'${hand.name}-${hand.chance.below(1e9)}'`;
  await run(hand, `XA START ${id}`);
  await write(hand);
  await run(hand, `XA END ${id}`);
  await run(hand, `XA PREPARE ${id}`);
  await held(hand);
  await run(hand, hand.chance.percent(80) ? `XA COMMIT ${id}` : `XA ROLLBACK ${id}`);
};

const byFunction: Act = (hand) =>
  run(hand, `SELECT ${hand.context.schema}.writes(${hand.chance.between(0, 400) / 1_000})`);
const rebuilt: Act = (hand) => run(hand, `ALTER TABLE ${table(hand)} COMMENT = '${hand.chance.below(1e6)}'`);
const busy: Act = async (hand) => {
  for (let i = 0; i < 40; i++) await write(hand);
};

const ACTS: readonly [Act, ...Act[]] = [
  write,
  write,
  busy,
  twice,
  transaction,
  transaction,
  locked,
  slow,
  prepared,
  byFunction,
];
/** A tick of a whole second holds two changes of a row as often as not. */
const WHOLE_SECONDS: readonly [Act, ...Act[]] = [...ACTS, twice, twice, twice, twice, insert];

const actsFor = ({ cursor, mode }: TablePlan): readonly [Act, ...Act[]] =>
  cursor?.digits === 0 && mode === 'merge' ? WHOLE_SECONDS : ACTS;

/** A function that writes when it is called from a SELECT, and an event that writes every second. */
export async function prepareServer(context: StackContext, connection: Connection): Promise<void> {
  const { schema, plan } = context;
  await connection.query(`CREATE SEQUENCE ${schema}.s START WITH 1000000`);
  const numbered = (v: string): string =>
    `INSERT INTO ${schema}.t (${rowColumns(plan)}) SELECT ${numberedRow(plan, `NEXTVAL(${schema}.s)`, v)}`;
  await connection.query(
    `CREATE FUNCTION ${schema}.writes(seconds DOUBLE) RETURNS INT MODIFIES SQL DATA BEGIN` +
      ` DO SLEEP(seconds); ${numbered("'by function'")}; RETURN 1; END`,
  );
  await connection.query(
    `CREATE EVENT ${schema}.e ON SCHEDULE EVERY 1 SECOND DO ${numbered("CONCAT('by event ', SLEEP(0.2))")}`,
  );
}

/** Writes until `until` (ms since 1970), then ends what it has begun. */
export async function keepWriting(context: StackContext, chance: Chance, name: string, until: number): Promise<void> {
  const connection = await context.connect();
  const hand: SyncControls = { context, chance, connection, name };
  try {
    while (Date.now() < until) {
      try {
        await chance.pick(actsFor(context.plan))(hand);
      } catch (error) {
        if (!isExpected(error)) throw error;
        await connection.query('ROLLBACK').catch(() => undefined);
        await connection.query('UNLOCK TABLES').catch(() => undefined);
      }
      if (chance.percent(30)) await sleep(chance.below(60));
    }
  } finally {
    await connection.end();
  }
}

/** Changes one row after another, each for itself: between any two reads of the table some have moved. */
export async function keepTouching(context: StackContext, chance: Chance, until: number): Promise<void> {
  const connection = await context.connect();
  const hand: SyncControls = { context, chance, connection, name: 'touch' };
  while (Date.now() < until) {
    await change(hand, some(hand)).catch((error: unknown) => {
      if (!isExpected(error)) throw error;
    });
  }
  await connection.end();
}

export async function keepAltering(context: StackContext, chance: Chance, until: number): Promise<void> {
  const connection = await context.connect();
  await connection.query('SET lock_wait_timeout = 3');
  while (Date.now() < until) {
    await sleep(chance.between(200, 900));
    await rebuilt({ context, chance, connection, name: 'ddl' }).catch((error: unknown) => {
      if (!isExpected(error)) throw error;
    });
  }
  await connection.end();
}

/** Reads once and keeps its view: it writes nothing, and must hold nothing back. */
export async function stayIdle(context: StackContext, until: number): Promise<void> {
  const connection = await context.connect();
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
  await connection.query(`SELECT COUNT(*) FROM ${context.schema}.t`);
  await sleep(Math.max(until - Date.now(), 0));
  await connection.end();
}

/** Deadlocks, waits that took too long, and a key that a rolled-back writer's neighbour took. */
function isExpected(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return [
    'ER_LOCK_DEADLOCK',
    'ER_LOCK_WAIT_TIMEOUT',
    'ER_DUP_ENTRY',
    'ER_XA_RBDEADLOCK',
    'ER_XA_RBROLLBACK',
    'ER_CHECKREAD',
    'ER_TABLE_DEF_CHANGED',
    'ER_XAER_RMFAIL',
    'ER_XA_RBTIMEOUT',
  ].includes(code);
}
