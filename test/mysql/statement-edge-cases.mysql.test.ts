// Statements whose text hides from a glance that they write: a function they call stamps a row when they began.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import { nextScan } from '../../src/contract/next-scan.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import { canWrite, runningStatement } from '../../src/mysql/upper-bound/running-statement.js';
import { Database, live, PROVEN } from './support/database.js';
import { testSource } from '../stack.js';

/** Where the function is called; the rest takes its time. */
const HIDDEN: Readonly<Record<string, (call: string) => string>> = {
  'behind a quote in a comment': (call) => `SELECT /* it's */ SLEEP(0.6), ${call} /* it's */`,
  'behind a quote in a name': (call) => `SELECT 1 AS \`it's\`, SLEEP(0.6), ${call} AS \`it's2\``,
  'in what MariaDB alone carries out': (call) => `SELECT SLEEP(0.6) /*M!100100 , ${call} */`,
  'behind an empty comment': (call) => `SELECT SLEEP(0.6) --\n, ${call}`,
  'behind a number sign in a name': (call) => `SELECT 1 AS \`a#b\`, SLEEP(0.6), ${call}`,
  'behind a text that ends with a backslash': (call) => `SELECT 'a\\', SLEEP(0.6), ${call}, 'b'`,
  'behind more than the list shows': (call) => `SELECT '${'x'.repeat(70_000)}', SLEEP(0.6), ${call}`,
};

describe('the upper bound beside a call', () => {
  let db: Database;
  let writer: Connection;
  let shape: TableShape;
  before(async () => {
    db = await Database.make();
    writer = await db.client();
    await db.run(
      'CREATE TABLE @.t (id INT AUTO_INCREMENT PRIMARY KEY, u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY by_u (u))',
    );
    for (const name of ['f', '写']) {
      await db.run(
        `CREATE FUNCTION @.\`${name}\`() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO t VALUES (); RETURN 1; END`,
      );
    }
    shape = await db.shapeOf('t', { cursor: 'u' });
    await writer.query("SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
  });
  after(() => db.end());

  async function demandNoneLost(sql: string): Promise<void> {
    const running = writer.query(sql);
    for (let begun = false; !begun;) {
      const [line] = await db.run(`SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = ${writer.threadId}`);
      begun = line?.['COMMAND'] === 'Query';
    }
    const { bound } = await db.source.captureUpperBound(shape, PROVEN, { kind: 'none' }, live());
    const scan = nextScan({ kind: 'none' }, bound);
    assert.ok(scan !== null && bound.kind === 'cursor');
    const read = await db.scanSql(shape, scan, 1_000);
    await running;
    const [there] = await db.run(`SELECT COUNT(*) AS n FROM @.t WHERE u < '${bound.before}'`);
    assert.equal(read.length, Number(there?.['n']), `rows before ${bound.before}`);
  }

  for (const [where, hide] of Object.entries(HIDDEN)) {
    it(`${where} loses no row`, () => demandNoneLost(hide('f()')));
  }
  it('under a name of no Latin letters loses no row', () => demandNoneLost('SELECT SLEEP(0.6), 写()'));
  it('under a quoted name loses no row', () => demandNoneLost('SELECT SLEEP(0.6), "f"()'));
});

describe('the text of a statement', () => {
  const writes = (text: string): boolean =>
    canWrite(
      runningStatement(['9', 'app', 'h:1', 'Query', text, '1', '2026-01-01 00:00:00.000000']),
      tableId('s.t'),
      new Set(),
      { server: testSource, version: 0, own: new Set(), complete: false },
    );

  it('is read as the server reads it', () => {
    assert.equal(writes("/* select it's */ UPDATE t SET v = 'x'"), true);
    assert.equal(writes("SELECT '/*', f(1), '*/'"), true);
    assert.equal(writes('SELECT a -- f(1)\nFROM t'), false);
    assert.equal(writes('SELECT `a`, "b", \'f(1)\' # f(1)'), false);
    assert.equal(
      writes("SELECT 'it''s', 'it\\'s f(1)', COUNT(*)/* f(1) */ FROM t"),
      true,
      'by one reading, f is called',
    );
    assert.equal(writes('SELECT 5--f(1)'), true);
  });

  it('is read in no time, however long a word it has', () => {
    const began = performance.now();
    assert.equal(writes(`SELECT x'${'ab'.repeat(32_000)}' FROM t WHERE ${'y'.repeat(1_000)} = 1`), false);
    assert.equal(writes(`SELECT 0x${'ab'.repeat(32_000)}`), false);
    assert.ok(performance.now() - began < 1_000);
  });
});
