// How a client logs in: the password that is asked for, what is said of the server, what AWS's drivers say of themselves.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { Framer, Payload, readFields, type Message } from '../../packages/redshift-emulator/src/wire/messages.js';
import { EmulatorFixture, rows } from './emulator-fixture.js';

const MD5 = 5;

describe('A login at the emulator', () => {
  let fixture: EmulatorFixture;
  before(async () => {
    fixture = await EmulatorFixture.start();
  });
  after(() => fixture.close());

  /** Sends a start-up packet and answers what came back until the server waits for the client, or is gone. */
  async function hello(parameters: Record<string, string>): Promise<Message[]> {
    const pairs = Object.entries(parameters).flat();
    const body = Buffer.from(`${pairs.join('\0')}\0\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + body.length, 0);
    head.writeInt32BE(196_608, 4);
    const socket = connect(fixture.standIn.port, '127.0.0.1');
    socket.write(Buffer.concat([head, body]));
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    const messages: Message[] = [];
    new Framer(true).push(chunk, (message) => messages.push(message));
    return messages;
  }

  it('asks for an MD5 password, as Redshift does', async () => {
    const [asked] = await hello({ user: 'tidemark', database: 'dev' });
    assert.equal(asked?.type, 'R');
    assert.equal(new Payload(asked).int32(), MD5);
  });

  it('takes what only AWS’s drivers say, and lets PostgreSQL refuse what nobody knows', async () => {
    const [asked] = await hello({
      user: 'tidemark',
      database: 'dev',
      client_protocol_version: '2',
      driver_version: 'Redshift JDBC Driver 2.1',
      os_version: 'Linux',
      plugin_name: '',
    });
    assert.equal(asked?.type, 'R');
    const login = { host: '127.0.0.1', port: fixture.standIn.port, ...fixture.postgres.login };
    const client = new pg.Client({ ...login, options: '-c no_such_setting=1' });
    await assert.rejects(client.connect(), { code: '42704' });
  });

  it('refuses a wrong password and a user that is not there in the same words', async () => {
    const said = (user: string) => ({ code: '28000', message: `password authentication failed for user "${user}"` });
    await assert.rejects(fixture.connect({ password: 'wrong' }), said('tidemark'));
    await assert.rejects(fixture.connect({ user: 'nobody' }), said('nobody'));
  });

  it('refuses a database that is not there', async () => {
    await assert.rejects(fixture.connect({ database: 'nowhere' }), { code: '3D000' });
  });

  it('lets every user in by a password of its own, also one made over SQL', async () => {
    const admin = new pg.Client({ connectionString: fixture.postgres.backend });
    await admin.connect();
    await admin.query("CREATE ROLE analyst LOGIN PASSWORD 'first'");
    await admin.query("ALTER ROLE analyst PASSWORD 'second'");
    await admin.end();
    await assert.rejects(fixture.connect({ user: 'analyst', password: 'first' }), { code: '28000' });
    const analyst = await fixture.connect({ user: 'analyst', password: 'second' });
    assert.deepEqual(await rows(analyst, 'SELECT current_user, session_user'), [['analyst', 'analyst']]);
  });

  it('answers a protocol version to who asks for one', async () => {
    const seen = new Map<string, string>();
    const client = new pg.Client({ host: '127.0.0.1', port: fixture.standIn.port, ...fixture.postgres.login });
    const connection = (client as unknown as { connection: NodeJS.EventEmitter & { startup(c: object): void } })
      .connection;
    const startup = connection.startup.bind(connection);
    connection.startup = (config) => startup({ ...config, client_protocol_version: '2', driver_version: 'test' });
    connection.on('parameterStatus', ({ parameterName: name, parameterValue: value }: Record<string, string>) =>
      seen.set(name ?? '', value ?? ''),
    );
    await client.connect();
    await client.end();
    assert.equal(seen.get('server_protocol_version'), '0');
    assert.equal(seen.get('server_version'), '8.0.2');
  });

  it('tells a client of another protocol why it is refused', async () => {
    const [refused] = await hello({ user: 'tidemark', database: 'dev', replication: 'nonsense' });
    assert.equal(refused?.type, 'E');
    assert.match(readFields(refused)['M'] ?? '', /replication/);
  });
});
