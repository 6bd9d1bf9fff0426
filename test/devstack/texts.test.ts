// The texts that the local stack writes: configuration, command lines, SQL, tables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { configText } from '../../packages/devstack/src/state/config-file.js';
import { insertSql, parseTableName } from '../../packages/devstack/src/fill-sql.js';
import { tableLines } from '../../packages/devstack/src/commands/table-lines.js';
import { portNames, type Ports } from '../../packages/devstack/src/processes/ports.js';
import { makeSecrets } from '../../packages/devstack/src/state/secrets.js';
import { accountsSql, mariadbArgs } from '../../packages/devstack/src/services/mariadb.js';
import { mysqlAccountsSql, mysqlArgs } from '../../packages/devstack/src/services/mysql.js';
import { weedArgs } from '../../packages/devstack/src/services/seaweedfs.js';
import { temporalArgs } from '../../packages/devstack/src/services/temporal.js';

const ports = Object.fromEntries(portNames.map((name, i) => [name, 20_000 + i])) as Ports;
const secrets = makeSecrets();

describe('The texts of the local stack', () => {
  it('make a configuration that reads every table and may create its target', () => {
    assert.deepEqual(parse(configText(ports, secrets)), {
      temporal: { address: `127.0.0.1:${ports.temporal}`, namespace: 'default', taskQueue: 'tidemark' },
      source: { host: '127.0.0.1', port: ports.mysql, user: 'tidemark', password: secrets.mysqlReader },
      s3: {
        bucket: 'tidemark',
        prefix: 'tidemark',
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${ports.s3}`,
        accessKeyId: secrets.s3AccessKeyId,
        secretAccessKey: secrets.s3SecretAccessKey,
        forcePathStyle: true,
      },
      target: {
        host: '127.0.0.1',
        port: ports.redshift,
        database: 'dev',
        user: 'tidemark',
        password: secrets.redshift,
        iamRole: 'arn:aws:iam::000000000000:role/local',
        ssl: false,
        createTarget: 'ifMissing',
      },
      tables: { '*.*': {} },
    });
  });

  it('quote a password of digits, which YAML would read as a number', () => {
    const config = parse(configText(ports, { ...secrets, redshift: '123e4' })) as { target: { password: unknown } };
    assert.equal(config.target.password, '123e4');
  });

  it('grant the reader what the documentation tells users to grant, and no more', () => {
    const grants = accountsSql(secrets)
      .split('\n')
      .filter((line) => line.startsWith('GRANT') && line.includes('TO tidemark'));
    const documented = readFileSync('docs/mysql-and-mariadb.md', 'utf8').match(/^ {4}GRANT .*?;/gm);
    assert.deepEqual(
      grants,
      documented?.map((line) => line.trim().replaceAll("'tidemark'", 'tidemark')),
    );
    assert.equal(grants.length, 2);
  });

  it("grant MySQL's reader the same, but for what only MariaDB has a name for", () => {
    const ofMariadb = accountsSql(secrets).split('\n');
    const grants = mysqlAccountsSql(secrets)
      .split('\n')
      .filter((line) => line.startsWith('GRANT'));
    assert.equal(grants.length, 2);
    for (const grant of grants) assert.ok(ofMariadb.includes(grant), grant);
  });

  it('open no second port of MySQL, and leave its system zone to TZ', () => {
    const args = (mysqlTimeZone?: string): string[] =>
      mysqlArgs('/d', '/a', { ports, mysqlBufferPool: '1G', mysqlTimeZone, mysqlArgs: ['--server-id=7'] });
    assert.ok(args().includes('--mysqlx=OFF'));
    assert.equal(args().at(-1), '--server-id=7');
    assert.ok(args('+08:00').includes('--default-time-zone=+08:00'));
    assert.ok(!args('Asia/Shanghai').some((arg) => arg.includes('time-zone')));
  });

  it('say every port to SeaweedFS, and no metrics to its makers', () => {
    const args = weedArgs('/d', '/d/i.json', ports);
    for (const name of ['master', 'volume', 'filer', 's3']) {
      assert.ok(args.some((arg) => arg.startsWith(`-${name}.port=`)));
      assert.ok(args.some((arg) => arg.startsWith(`-${name}.port.grpc=`)));
    }
    assert.ok(args.includes('-master.telemetry=false'));
  });

  it('give MariaDB an offset as its zone, and leave the system zone to TZ', () => {
    const args = (mysqlTimeZone?: string): string[] =>
      mariadbArgs('/d', '/a', { ports, mysqlBufferPool: '1G', mysqlTimeZone, mysqlArgs: [] });
    assert.ok(args('+08:00').includes('--default-time-zone=+08:00'));
    assert.ok(!args('Asia/Shanghai').some((arg) => arg.includes('time-zone')));
  });

  it('register search attributes and pass further arguments on to Temporal', () => {
    const args = temporalArgs({
      dir: '/d',
      ports,
      ui: false,
      searchAttributes: { A: 'Keyword' },
      temporalArgs: ['--dynamic-config-value', 'x=1'],
    });
    assert.ok(args.join(' ').endsWith('--search-attribute A=Keyword --dynamic-config-value x=1'));
    assert.ok(args.includes('--headless'));
  });

  for (const name of ['orders', 'a.b.c', 'a.', '.b', 'a.`b', 'a b.c'])
    it(`refuse ${JSON.stringify(name)} as a table, saying what is expected`, () => {
      assert.throws(() => parseTableName(name), { exitCode: 2, message: /schema\.table/ });
    });

  it('make the same rows for the same numbers, and others for another seed', () => {
    const name = { schema: 's', table: 't' };
    const sql = (seed: number): string =>
      insertSql(name, { firstId: '18446744073709000000', rows: 5, seed, stamps: 'now' });
    assert.equal(sql(1), sql(1));
    assert.notEqual(sql(1), sql(2));
    assert.ok(sql(1).includes('18446744073709000000'));
    assert.ok(!/RAND/i.test(sql(1)));
  });

  it('show rows in columns as wide as they look', () => {
    assert.deepEqual(
      tableLines(
        ['id', 'name'],
        [
          ['1', '东京'],
          ['20', null],
        ],
      ),
      ['id  name', '--  ----', '1   东京', '20  NULL'],
    );
  });
});
