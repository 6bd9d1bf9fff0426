// Servers that are set up oddly, with sessions that must not take it over.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { nextScan } from '../../src/contract/next-scan.js';
import { openSource, type Row } from '../../src/mysql/source.js';
import { startInstance } from '../source-instance.js';
import type { MysqlConfig } from '../../src/config/types.js';
import { Database, live, PROVEN, numbers } from './support/database.js';
import { testSource } from '../stack.js';

/** A proxy that greets with another thread than the one that serves, as those do that share connections. */
async function startProxy({ host, port }: MysqlConfig): Promise<{ server: Server; port: number }> {
  const server = createServer((client) => {
    const behind = connect(port, host);
    let greeted = false;
    behind.on('data', (data) => {
      // Header, protocol, version ended by 0, then the thread.
      if (!greeted) data.writeUInt32LE(4_000_000_000, data.indexOf(0, 5) + 1);
      greeted = true;
      client.write(data);
    });
    client.on('data', (data) => behind.write(data));
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      one.on('close', () => other.destroy()).on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

describe('a server that is set up oddly', () => {
  let db: Database;
  before(async () => (db = await Database.make()));
  after(() => db.end());

  it('ends no read early, though it has a limit for every SELECT', async () => {
    await db.run('CREATE TABLE @.many (id INT PRIMARY KEY)');
    await db.run(`INSERT INTO @.many SELECT seq FROM ${numbers(50)}`);
    const shape = await db.shapeOf('many');
    await db.run('SET GLOBAL sql_select_limit = 10');
    const source = openSource(db.reader);
    try {
      const ids: string[] = [];
      const range = { after: null, upTo: null, rows: 50 };
      const scan = { kind: 'id', after: null, upTo: ['50'] } as const;
      await source.readRange(shape, scan, range, null, (row) => void ids.push(row.text(0) ?? ''), live());
      assert.equal(ids.length, 50);
    } finally {
      await db.run('SET GLOBAL sql_select_limit = DEFAULT');
      await source.close();
    }
  });

  /** Every setting of a server that changes which rows a statement finds, which columns there are, or whether it runs at all. */
  const SETTINGS = [
    ['max_join_size', '5'],
    ['sql_big_selects', 'OFF'],
    ['sql_auto_is_null', 'ON'],
    ['max_sort_length', '8'],
    ['wait_timeout', '1'],
    ...(testSource === 'mysql' ? [['show_gipk_in_create_table_and_information_schema', 'OFF']] : []),
  ] as const;

  it('is read alike, whatever its settings do to statements', async () => {
    const long = (id: string): string => `CONCAT(REPEAT('a', 40), LPAD(MOD(${id} * 7, 50), 3, '0'))`;
    await db.run('CREATE TABLE @.sorted (name VARCHAR(60), id INT PRIMARY KEY)');
    await db.run(`INSERT INTO @.sorted SELECT ${long('seq')}, seq FROM ${numbers(50)}`);
    await db.run('CREATE VIEW @.by_name AS SELECT name, id FROM @.sorted');
    for (const [name, value] of SETTINGS) await db.run(`SET GLOBAL ${name} = ${value}`);
    const source = openSource(db.reader);
    try {
      const id = tableId(`${db.schema}.by_name`);
      const { shape } = await source.describe(id, { key: ['name'], strategy: 'full', mode: 'full' }, live());
      const names: string[] = [];
      const range = { after: null, upTo: null, rows: 50 };
      const slow = async (row: Row): Promise<void> => {
        names.push(row.text(0) ?? '');
        if (names.length === 25) await new Promise((resolve) => setTimeout(resolve, 1_500));
      };
      await source.readRange(shape, { kind: 'whole', upTo: ['b'] }, range, null, slow, live());
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.equal(await source.countRows(shape), 50);
      assert.deepEqual(names, names.toSorted());
      assert.equal(names.length, 50);
    } finally {
      for (const [name] of SETTINGS) await db.run(`SET GLOBAL ${name} = DEFAULT`);
      await source.close();
    }
  });

  it('proves no bound through a proxy that may give every statement another connection', async () => {
    await db.run('CREATE TABLE @.behind (id INT PRIMARY KEY)');
    const shape = await db.shapeOf('behind', { strategy: 'id' });
    const { server, port } = await startProxy(db.reader);
    const source = openSource({ ...db.reader, port });
    const settings = { ...PROVEN, strategy: 'id' } as const;
    try {
      await assert.rejects(source.captureUpperBound(shape, settings, { kind: 'none' }, live()), {
        type: 'BoundNotProven',
        message: /a proxy stands before it/,
      });
    } finally {
      await source.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

/** What an administrator may have set, and a session would take over. */
const SET_GLOBALLY = [
  "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
  'autocommit = 0',
  `${testSource === 'mysql' ? 'transaction_isolation' : 'tx_isolation'} = 'SERIALIZABLE'`,
  "completion_type = 'RELEASE'",
  'sql_select_limit = 7',
  'sql_buffer_result = 1',
  'sql_auto_is_null = 1',
  'big_tables = 1',
  'wait_timeout = 3',
  'net_write_timeout = 1',
  'max_sort_length = 64',
  `optimizer_switch = 'mrr=on,${testSource === 'mysql' ? 'mrr_cost_based=off' : 'mrr_sort_keys=on'}'`,
  `init_connect = 'SET sql_mode = ${testSource === 'mysql' ? 'ANSI' : 'ORACLE'}'`,
];

describe('a server with all of it set oddly', () => {
  it('is read as any other, whatever case a table is named in', async () => {
    const ofMariadb = ['--query-cache-type=1', '--query-cache-size=1M', '--thread-handling=pool-of-threads'];
    const mysqlArgs = [
      ...['--lower-case-table-names=1', '--default-time-zone=+08:00'],
      ...(testSource === 'mysql' ? [] : ['--skip-character-set-client-handshake', ...ofMariadb]),
    ];
    const instance = await startInstance({ mysqlBufferPool: '32M', mysqlArgs });
    const admin = await instance.connect();
    const source = openSource(instance.reader);
    try {
      await admin.query("SET NAMES utf8mb4, time_zone = '+00:00'");
      for (const setting of SET_GLOBALLY) await admin.query(`SET GLOBAL ${setting}`);
      await admin.query('CREATE DATABASE odd');
      await admin.query(
        'CREATE TABLE odd.orders (k CHAR(5) CHARACTER SET latin1 PRIMARY KEY, v INT,' +
          ' u TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY by_u (u))',
      );
      const keys = ['"', 'a\\', "b'", 'c', 'é', 'z', ...Array.from({ length: 20 }, (_, at) => `n${at + 10}`)];
      for (const key of keys) await admin.query('INSERT INTO odd.orders (k) VALUES (?)', [key]);

      const described = await source.describe(tableId('Odd.Orders'), {}, live());
      const { shape } = described;
      assert.equal((await source.examine(described, { tableOptions: {}, rowsPerFile: 5 }, live())).refused, null);
      const { bound } = await source.captureUpperBound(shape, PROVEN, { kind: 'none' }, live());
      const scan = nextScan({ kind: 'none' }, bound)!;
      const met: string[] = [];
      const limits = { rowsPerFile: 5, maxRanges: 100 };
      for (const range of (await source.planChunks(shape, scan, null, limits, live())).ranges) {
        await source.readRange(shape, scan, range, null, (row) => void met.push(row.text(0) ?? ''), live());
      }
      assert.deepEqual(met.sort(), keys.sort());

      await admin.query('START TRANSACTION');
      await admin.query("UPDATE odd.orders SET v = 1 WHERE k IN ('c', 'z')");
      const held = await source.captureUpperBound(shape, PROVEN, { kind: 'none' }, live());
      const [[row]] = (await admin.query(
        'SELECT CAST(MIN(u) AS CHAR) AS u FROM odd.orders WHERE v = 1',
      )) as unknown as [{ u: string }[]];
      assert.deepEqual(held.bound, { kind: 'cursor', before: row?.u });
    } finally {
      await source.close();
      await admin.end();
      await instance.end();
    }
  });
});
