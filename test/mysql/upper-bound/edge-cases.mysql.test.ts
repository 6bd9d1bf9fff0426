// The upper bound beside writes that a checksum or a list could take for nothing.
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { TableShape } from '../../../src/contract/table-shape.js';
import { BOUND_RULES } from '../../../src/mysql/upper-bound/rules.js';
import { openSource, type TableOptions } from '../../../src/mysql/source.js';
import { Database, live, PROVEN, numbers } from '../support/database.js';
import { testSource } from '../../stack.js';

describe('the upper bound beside odd writes', () => {
  let db: Database;
  let writer: Connection;
  before(async () => {
    db = await Database.make();
    writer = await db.client();
  });
  afterEach(() => writer.query('ROLLBACK'));
  after(() => db.end());

  const stampOf = async (name: string): Promise<string> => {
    const [rows] = await writer.query(`SELECT CAST(MIN(u) AS CHAR) AS u FROM ${name}`);
    return (rows as { u: string }[])[0]!.u;
  };

  async function demandBelow(shape: TableShape, stamp: string): Promise<void> {
    for (const from of [null, '2026-01-01 00:00:00']) {
      const position = from === null ? ({ kind: 'none' } as const) : ({ kind: 'from', at: from } as const);
      const { bound } = await db.source.captureUpperBound(shape, PROVEN, position, live());
      assert.ok(bound.kind === 'cursor' && bound.before <= stamp, `${JSON.stringify(bound)} is past ${stamp}`);
    }
  }

  it('stays below any number of rows that one statement stamped, and another that is open stamps again', async () => {
    for (const digits of [0, 6]) {
      for (const rows of [2, 64]) {
        const name = `pairs_${digits}_${rows}`;
        const now = `CURRENT_TIMESTAMP(${digits})`;
        await db.run(
          `CREATE TABLE @.${name} (id INT PRIMARY KEY, v INT,` +
            ` u TIMESTAMP(${digits}) NOT NULL DEFAULT ${now} ON UPDATE ${now}, KEY by_u (u))`,
        );
        await db.run(`INSERT INTO @.${name} SELECT seq + 99, 1, '2026-02-03 04:05:06' FROM ${numbers(rows)}`);
        const shape = await db.shapeOf(name);
        await writer.query('START TRANSACTION');
        await writer.query(`UPDATE ${name} SET v = 2`);
        await demandBelow(shape, await stampOf(name));
        await writer.query('ROLLBACK');
      }
    }
  });

  it('stays below rows that nothing tells apart, stamped and stamped again together', async () => {
    await db.run(
      'CREATE TABLE @.alike (v INT, u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_u (u))',
    );
    await db.run("INSERT INTO @.alike VALUES (1, '2026-02-03 04:05:06'), (1, '2026-02-03 04:05:06')");
    const shape = await db.shapeOf('alike', { strategy: 'timestamp', mode: 'append' });
    await writer.query('START TRANSACTION');
    await writer.query('UPDATE alike SET v = 2');
    await demandBelow(shape, await stampOf('alike'));
  });

  it('stays below a row of a key whose parts have no character set in common', async () => {
    await db.run(
      'CREATE TABLE @.sets (a VARCHAR(5) CHARACTER SET latin1, b VARCHAR(5) CHARACTER SET gbk, v INT,' +
        ' u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), PRIMARY KEY (a, b), KEY by_u (u))',
    );
    await db.run("INSERT INTO @.sets (a, b) VALUES ('é', '中'), ('é', '文')");
    const shape = await db.shapeOf('sets');
    await writer.query('START TRANSACTION');
    await writer.query('UPDATE sets SET v = 2');
    await demandBelow(shape, await stampOf('sets'));
  });

  // MySQL has no sequences, and gives out an id after the triggers before the row have run.
  const onMariadb = testSource === 'mariadb' ? it : () => undefined;
  onMariadb('stays below an id that a statement took before its trigger began to look around', async () => {
    await db.run('CREATE SEQUENCE @.ids');
    await db.run(`CREATE TABLE @.drawn (id BIGINT NOT NULL DEFAULT NEXTVAL(${db.schema}.ids) PRIMARY KEY, v INT)`);
    const look = (n: number): string => `SELECT SLEEP(0.5), ${n} INTO @a, @b;`;
    await db.run(
      `CREATE TRIGGER @.looks BEFORE INSERT ON @.drawn FOR EACH ROW IF NEW.v = 2 THEN ${look(1)} ${look(2)} ${look(3)} END IF`,
    );
    const shape = await db.shapeOf('drawn', { strategy: 'id' });
    const running = writer.query('INSERT INTO drawn (v) VALUES (2)');
    for (let drawn = false; !drawn;) {
      const [line] = await db.run(`SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = ${writer.threadId}`);
      drawn = /^SELECT SLEEP/.test(String(line?.['INFO']));
    }
    await db.run('INSERT INTO @.drawn (v) VALUES (1)');
    const read = await db.sync(shape, { kind: 'none' }, { ...PROVEN, strategy: 'id' });
    await running;
    assert.ok(read.length !== 1, 'the larger id was read before the smaller one was there');
  });

  it('looks at rows piece by piece, though all of them were stamped at once', async () => {
    await db.run(
      'CREATE TABLE @.flood (id INT PRIMARY KEY, v INT,' +
        ' u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_u (u))',
    );
    await db.run(`INSERT INTO @.flood SELECT seq, 1, '2026-02-03 04:05:06' FROM ${numbers(250_000)}`);
    const shape = await db.shapeOf('flood');
    await writer.query('START TRANSACTION');
    await writer.query('UPDATE flood SET v = 2 WHERE id IN (5, 200000)');
    const listed: number[] = [];
    const source = openSource(db.reader, {
      ...BOUND_RULES,
      onlyUncommitted: (committed, uncommitted) => {
        listed.push(committed.length, uncommitted.length);
        return BOUND_RULES.onlyUncommitted(committed, uncommitted);
      },
    });
    const { bound } = await source.captureUpperBound(shape, PROVEN, { kind: 'none' }, live());
    await source.close();
    const [rows] = await writer.query('SELECT CAST(u AS CHAR) AS u FROM flood WHERE id = 5');
    assert.deepEqual(bound, { kind: 'cursor', before: (rows as { u: string }[])[0]!.u });
    assert.ok(Math.max(...listed) <= 100_000, `${listed.join(', ')} rows at once`);
  });

  /** A second update within one tick, open. */
  async function withinTick(name: string, columns: string, change: string, tableOptions: TableOptions): Promise<void> {
    await db.run(
      `CREATE TABLE @.${name} (id INT PRIMARY KEY, ${columns}, u TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, KEY by_u (u))`,
    );
    await db.run(`INSERT INTO @.${name} (id) VALUES (1)`);
    const shape = await db.shapeOf(name, { cursor: 'u', ...tableOptions });
    await writer.query('START TRANSACTION');
    await writer.query(`UPDATE ${name} SET ${change}`);
    await demandBelow(shape, await stampOf(name));
  }

  it('stays below a change that only the last digits of a FLOAT show', () =>
    withinTick('floats', 'f FLOAT NOT NULL DEFAULT 1.0000001', 'f = 1.0000002', {}));

  it('stays below a row that comes into the filter by a column that is not carried', () =>
    withinTick('filtered', "state VARCHAR(9) NOT NULL DEFAULT 'new'", "state = 'settled'", {
      where: "state = 'settled'",
      columns: { state: { exclude: true } },
    }));
});
