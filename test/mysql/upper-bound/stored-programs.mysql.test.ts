// The upper bound beside triggers and stored functions: the server shows a statement of their body, with a time of its own.
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { TableShape } from '../../../src/contract/table-shape.js';
import type { Position } from '../../../src/contract/position.js';
import { openSource } from '../../../src/mysql/source.js';
import { BOUND_RULES } from '../../../src/mysql/upper-bound/rules.js';
import { Database, live, PROVEN, numbers } from '../support/database.js';

describe('the upper bound beside triggers and functions', () => {
  let db: Database;
  let writer: Connection;
  let shape: TableShape;
  const position: Position = { kind: 'from', at: '2026-01-01 00:00:00.000000' };
  before(async () => {
    db = await Database.make();
    writer = await db.client();
    await db.run(
      'CREATE TABLE @.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT,' +
        ' u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY by_u (u))',
    );
    await db.run('CREATE TABLE @.other (id INT AUTO_INCREMENT PRIMARY KEY, v INT)');
    await db.run('CREATE TABLE @.gate (open INT) SELECT 1 AS open');
    shape = await db.shapeOf('t', { cursor: 'u' });
  });
  afterEach(async () => {
    for (const name of ['looks', 'steps', 'copies', 'slow']) await db.run(`DROP TRIGGER IF EXISTS @.${name}`);
  });
  after(() => db.end());

  /** Waits until the server shows a statement of the connection that looks like this, and has run for a while. */
  async function shows(statement: RegExp, forMs: number): Promise<void> {
    for (let since = Date.now(); ;) {
      const [line] = await db.run(`SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = ${writer.threadId}`);
      if (!statement.test(String(line?.['INFO']))) since = Date.now();
      else if (Date.now() - since >= forMs) return;
    }
  }

  /** Runs a statement that is held up by a lock, syncs meanwhile, and lets it end: what it wrote must come with the next sync. */
  async function heldUp(sql: string, shown: RegExp, forMs = 0): Promise<void> {
    const holder = await db.client();
    await holder.query('START TRANSACTION');
    await holder.query('SELECT open FROM gate FOR UPDATE');
    const running = writer.query(sql);
    await shows(shown, forMs);
    const { bound } = await db.source.captureUpperBound(shape, PROVEN, position, live());
    await holder.query('COMMIT');
    await running;
    const [line] = await db.run('SELECT CAST(u AS CHAR) AS u FROM @.t ORDER BY id DESC LIMIT 1');
    const stamp = String(line?.['u']);
    assert.ok(bound.kind === 'cursor' && bound.before <= stamp, `${JSON.stringify(bound)} is past ${stamp}`);
  }

  const GATE = 'FROM gate LOCK IN SHARE MODE';

  it('stays below a row whose trigger looks something up first', async () => {
    await db.run(`CREATE TRIGGER @.looks BEFORE INSERT ON @.t FOR EACH ROW SELECT open INTO @found ${GATE}`);
    await heldUp('INSERT INTO t (v) VALUES (1)', /^SELECT/);
  });

  it('stays below a row whose trigger is at its second statement', async () => {
    await db.run(
      `CREATE TRIGGER @.steps BEFORE INSERT ON @.t FOR EACH ROW BEGIN DO SLEEP(0.4); SET @got = (SELECT open ${GATE}); END`,
    );
    await heldUp('INSERT INTO t (v) VALUES (1)', /^SET/);
  });

  it('stays below a row that a function writes at its end', async () => {
    await db.run(
      `CREATE FUNCTION @.f() RETURNS INT MODIFIES SQL DATA BEGIN` +
        ` DO SLEEP(0.3); CREATE TEMPORARY TABLE IF NOT EXISTS some SELECT open ${GATE}; INSERT INTO t (v) VALUES (2); RETURN 1; END`,
    );
    await heldUp('SELECT f()', /^CREATE TEMPORARY/, 150);
  });

  it('stays below what a trigger of another table writes for a later row', async () => {
    await db.run(
      'CREATE TRIGGER @.copies AFTER INSERT ON @.other FOR EACH ROW BEGIN' +
        ` DO SLEEP(0.05); IF NEW.v = 20 THEN SET @got = (SELECT open ${GATE}); INSERT INTO t (v) VALUES (3); END IF; END`,
    );
    await heldUp(`INSERT INTO other (v) SELECT seq FROM ${numbers(20)}`, /^(DO SLEEP|INSERT INTO other)/, 0);
  });

  it('waits a moment for what is about to end, and then holds all of it', async () => {
    await db.run(`CREATE TRIGGER @.slow BEFORE INSERT ON @.t FOR EACH ROW BEGIN DO SLEEP(0.3); DO SLEEP(0.3); END`);
    const running = writer.query('INSERT INTO t (v) VALUES (4)');
    await shows(/^DO SLEEP/, 0);
    const { bound } = await db.source.captureUpperBound(shape, PROVEN, position, live());
    await running;
    const [line] = await db.run('SELECT CAST(u AS CHAR) AS u FROM @.t ORDER BY id DESC LIMIT 1');
    assert.ok(bound.kind === 'cursor' && bound.before > String(line?.['u']));
  });

  it('would pass it, were statements told apart by their verb alone', async () => {
    const blind = openSource(db.reader, { ...BOUND_RULES, canWrite: (line) => /^insert/i.test(line.statement ?? '') });
    await db.run(`CREATE TRIGGER @.looks BEFORE INSERT ON @.t FOR EACH ROW SELECT SLEEP(1) INTO @found`);
    const running = writer.query('INSERT INTO t (v) VALUES (1)');
    await shows(/^SELECT/, 0);
    const { bound } = await blind.captureUpperBound(shape, PROVEN, position, live());
    await running;
    const [line] = await db.run('SELECT CAST(u AS CHAR) AS u FROM @.t ORDER BY id DESC LIMIT 1');
    assert.ok(bound.kind === 'cursor' && bound.before > String(line?.['u']));
    await blind.close();
  });
});
