import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { HELP, readCommand, VERSION } from '../../packages/redshift-emulator/src/command-line.js';
import { judge } from '../../packages/redshift-emulator/src/postgres/check-backend.js';

describe('The command line of the emulator', () => {
  const backend = 'postgres://postgres:secret@127.0.0.1:5432/dev';

  it('starts a PostgreSQL of its own unless told of another', () => {
    const own = readCommand([], {});
    assert.ok(typeof own === 'object');
    assert.deepEqual(
      [own.backend, own.host, own.port, own.login, own.data],
      [undefined, '127.0.0.1', 5439, { user: 'awsuser', password: 'local', database: 'dev' }, undefined],
    );
    const behind = readCommand([], { TIDEMARK_REDSHIFT_BACKEND: backend });
    assert.ok(typeof behind === 'object' && behind.backend === backend);
  });

  it('lets an option win over the environment', () => {
    const command = readCommand(['--port', '0', '--backend', backend], {
      TIDEMARK_REDSHIFT_PORT: '6000',
      TIDEMARK_REDSHIFT_BACKEND: 'postgres://other/dev',
    });
    assert.ok(typeof command === 'object');
    assert.deepEqual([command.port, command.backend], [0, backend]);
  });

  for (const [args, message] of [
    [['--nonsense'], /Unknown option '--nonsense'/],
    [['--port', 'x'], /is not a number from 0 to 65535/],
    [['--backend', 'mysql://a'], /is not postgres:/],
    [['--backend', backend, '--data', '/tmp/x'], /--data is for a PostgreSQL of the emulator's own/],
  ] as const)
    it(`refuses ${args.join(' ')}`, () =>
      assert.throws(() => readCommand([...args], {}), { name: 'StartError', exitCode: 2, message }));

  it('says every option in its help and in the README, and its version as package.json does', () => {
    const read = (name: string) => readFileSync(`packages/redshift-emulator/${name}`, 'utf8');
    for (const [option] of HELP.matchAll(/--\w+/g)) assert.ok(read('README.md').includes(`\`${option}`), option);
    assert.equal((JSON.parse(read('package.json')) as { version: string }).version, VERSION);
    assert.equal(readCommand(['-h'], {}), 'help');
    assert.equal(readCommand(['--version'], {}), 'version');
  });
});

describe('The PostgreSQL behind the emulator', () => {
  const good = {
    version: '15.1',
    number: 150_001,
    encoding: 'SQL_ASCII',
    collation: 'C',
    passwords: 'md5',
    superuser: true,
  };

  it('is refused when it is too old or the user may not change its catalog', () => {
    assert.throws(() => judge({ ...good, version: '13.2', number: 130_002 }, 'here'), /version 13.2: 15 or newer/);
    assert.throws(() => judge({ ...good, superuser: false }, 'here'), /no superuser of here/);
  });

  it('is taken with a note when it counts characters or keeps passwords in another way', () => {
    assert.deepEqual(judge(good, 'here'), []);
    assert.match(judge({ ...good, encoding: 'UTF8' }, 'here').join(), /varchar\(n\) counts bytes/);
    assert.match(judge({ ...good, passwords: 'scram-sha-256' }, 'here').join(), /scram-sha-256/);
  });
});
