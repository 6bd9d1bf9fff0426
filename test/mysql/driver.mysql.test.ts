// What is used of mysql2's inside, and what happens where statements can't be prepared. Fails where a version of it changes.
import assert from 'node:assert/strict';
import { createConnection, type FieldPacket } from 'mysql2';
import { Protocol } from '../../src/mysql/connection/protocol.js';
import { Session } from '../../src/mysql/connection/connection.js';
import { openSource, SharedSources } from '../../src/mysql/source.js';
import { Database, live } from './support/database.js';

const SQL = "SELECT CAST(1 AS SIGNED) AS n, NULL AS nothing, 'ab' AS text";

describe("mysql2's prepared statements", () => {
  let db: Database;
  before(async () => {
    db = await Database.make();
    await db.run('CREATE TABLE @.few (id INT PRIMARY KEY, v VARCHAR(9))');
    await db.run("INSERT INTO @.few VALUES (1, 'a'), (2, NULL), (3, 'c')");
  });
  after(() => db.end());

  it('ask for a parser of their own to be made, and give it the packet of each row', async () => {
    const { host, port, user, password } = db.reader;
    const connection = createConnection({ host, port, user, password });
    const names: string[] = [];
    const rows: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      connection.prepare(SQL, (error, statement) => {
        if (error !== null) {
          reject(error);
          return;
        }
        const execution = statement.execute([]) as unknown as Record<string, unknown> & typeof connection;
        assert.equal(typeof execution['buildParserFromFields'], 'function');
        execution['buildParserFromFields'] = (fields: FieldPacket[]) => {
          names.push(...fields.map(({ name }) => name));
          return class {
            next({ buffer, offset, end }: { buffer: Buffer; offset: number; end: number }): boolean {
              rows.push(buffer.subarray(offset, end));
              return true;
            }
          };
        };
        execution.on('error', reject);
        execution.on('end', () => resolve());
      });
    });
    connection.destroy();
    assert.deepEqual(names, ['n', 'nothing', 'text']);
    // The header; the bitmap, with the bit of the second column behind the two that are of none; 1 in eight bytes (in four on
    // MariaDB); a length and two letters.
    const [row] = rows;
    assert.equal(rows.length, 1);
    assert.deepEqual([...row!.subarray(0, 3)], [0, 0b1000, 1]);
    assert.equal(row!.toString('latin1', row!.length - 3), '\x02ab');
  });

  it('are given back: none is left at the server after a read, nor after one that failed', async () => {
    const session = await Session.open(db.reader);
    const left = async (): Promise<string | null | undefined> => {
      const [row] = await db.run("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'");
      return String(row?.['Value']);
    };
    const before = await left();
    const seen: (string | null)[] = [];
    await session.readMany(
      `SELECT v FROM ${db.schema}.few ORDER BY id`,
      () => undefined,
      (row) => void seen.push(row.text(0)),
    );
    assert.deepEqual(seen, ['a', null, 'c']);
    const failing = session.readMany(
      `SELECT v FROM ${db.schema}.few WHERE id = (SELECT id FROM ${db.schema}.few)`,
      () => undefined,
      () => undefined,
    );
    await assert.rejects(failing, /more than 1 row/i);
    await session.rows('SELECT 1');
    assert.equal(await left(), before);
    await session.end();
  });

  it('pass an error of ours on, and take no further row', async () => {
    const session = await Session.open(db.reader);
    let rows = 0;
    const reading = session.readMany(
      `SELECT id FROM ${db.schema}.few`,
      () => undefined,
      () => {
        rows += 1;
        throw new Error('refused here');
      },
    );
    await assert.rejects(reading, /refused here/);
    assert.equal(rows, 1);
    session.drop(new Error('done'));
  });

  it('are replaced by the text protocol where the server has too many of them, which is told once', async () => {
    const told: string[] = [];
    const config = { ...db.reader, protocol: 'binary' } as const;
    const source = openSource(config, undefined, new SharedSources([config], (notice) => void told.push(notice)));
    const shape = await db.shapeOf('few', { strategy: 'full' });
    const read = async (): Promise<(string | null)[]> => {
      const values: (string | null)[] = [];
      const range = { after: null, upTo: null, rows: 3 };
      await source.readRange(
        shape,
        { kind: 'whole', upTo: ['3'] },
        range,
        null,
        (row) => void values.push(row.text(1)),
        live(),
      );
      return values;
    };
    await db.run('SET GLOBAL max_prepared_stmt_count = 0');
    try {
      assert.deepEqual(await read(), ['a', null, 'c']);
      assert.deepEqual(await read(), ['a', null, 'c']);
    } finally {
      await db.run('SET GLOBAL max_prepared_stmt_count = DEFAULT');
      await source.close();
    }
    assert.equal(told.length, 1);
    assert.match(
      told[0]!,
      /^127\.0\.0\.1:\d+ does not prepare statements \(.*max_prepared_stmt_count.*\): rows are read by the text/,
    );
  });

  it('are not tried again by the text protocol for any other error', () => {
    const protocol = new Protocol('binary');
    const error = (errno: number): Error => Object.assign(new Error('said'), { errno, sqlState: 'HY000' });
    assert.deepEqual(
      [1047, 1243, 1295, 1461].map((errno) => new Protocol('binary').fallBack(error(errno), 'a:1')),
      [true, true, true, true],
    );
    assert.deepEqual(
      [1064, 1146, 1317, 2013].map((errno) => protocol.fallBack(error(errno), 'a:1')),
      [false, false, false, false],
    );
    assert.ok(protocol.binary);
  });
});
