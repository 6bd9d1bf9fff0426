// Servers that are set up oddly, with sessions that must not take it over.
import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { openSource } from '../../src/mysql/source.js';
import type { MysqlConfig } from '../../src/config/types.js';
import { Database, live, PROVEN } from './database.js';

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
    await db.run('INSERT INTO @.many SELECT seq FROM seq_1_to_50');
    const shape = await db.shapeOf('many');
    await db.run('SET GLOBAL sql_select_limit = 10');
    const source = openSource(db.reader);
    try {
      const ids: string[] = [];
      const range = { after: null, upTo: null, rows: 50 };
      const pass = { kind: 'id', after: null, upTo: ['50'] } as const;
      await source.readRange(shape, pass, range, null, ([id]) => void ids.push(String(id)), live());
      assert.equal(ids.length, 50);
    } finally {
      await db.run('SET GLOBAL sql_select_limit = DEFAULT');
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
      await assert.rejects(source.fixBound(shape, settings, { kind: 'none' }, live()), {
        type: 'BoundNotProven',
        message: /a proxy stands before it/,
      });
    } finally {
      await source.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
