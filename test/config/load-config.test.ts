import assert from 'node:assert/strict';
import { load, mistakesOf, SAMPLE } from './sample.js';

describe('a config', () => {
  it('needs little: the rest has defaults', () => {
    const { temporal, byteBudget, pipelines } = load(SAMPLE);
    assert.deepEqual(temporal, {
      address: '127.0.0.1:7233',
      namespace: 'default',
      taskQueue: 'tidemark',
      tls: false,
    });
    assert.equal(byteBudget, 512 * 2 ** 20);
    assert.deepEqual(Object.keys(pipelines), ['default']);
    const { source, s3, target } = pipelines['default']!;
    assert.deepEqual([source.port, source.connections, source.ssl], [3306, 8, false]);
    assert.deepEqual(s3, { bucket: 'lake', prefix: 'tidemark', region: 'us-east-1', forcePathStyle: false });
    assert.deepEqual([target.port, target.schema, target.ledgerSchema], [5439, undefined, 'tidemark']);
    assert.deepEqual([target.ssl, target.createTarget], [{ rejectUnauthorized: true }, 'never']);
  });

  it('names all of its mistakes at once, unknown fields with what is known', () => {
    const yaml = `
sorce: { host: db }
source: { host: db, user: reader, password: p, prot: 3306, colour: red }
s3: { bucket: lake, endpoint: localhost }
target: { host: rs, database: dev, user: loader, ssl: true, createTarget: always, port: 99999 }
tables: { "orders": {}, "shop.*": { rowsPerFile: 0, cursorZone: UTC, lag: -1 } }
byteBudget: lots
`;
    assert.deepEqual(mistakesOf(yaml), [
      'byteBudget must be a size like "512MiB"',
      'the file has no field "sorce"; did you mean "source"?',
      'source has no field "prot"; did you mean "port"?',
      'source has no field "colour"; known: host, port, user, password, ssl, connections, maxRowsPerSecond, maxReplicaLag, protocol',
      's3.endpoint must be a URL like "http://127.0.0.1:9000"',
      'target.port must be 65535 or less',
      'target.password is missing',
      'target.ssl must be false, or a map like { rejectUnauthorized: true }',
      'target.createTarget must be "never" or "ifMissing"',
      'tables.orders must be a name like "schema.table" or "schema.*"',
      'tables.shop.*.cursorZone must be an offset like "+08:00"',
      'tables.shop.*.rowsPerFile must be above 0',
      'tables.shop.*.lag must be 0 or more',
    ]);
  });

  it('names the parts that are missing', () => {
    assert.deepEqual(mistakesOf('temporal: { namespace: prod }'), [
      'source is missing',
      's3 is missing',
      'target is missing',
      'tables is missing',
    ]);
    assert.deepEqual(mistakesOf('just words'), ['must be a map of source, s3, target and tables']);
  });

  it('looks into the map of a field that may also be false', () => {
    const yaml = SAMPLE.replace('hush-mysql', 'p, ssl: { certificate: x }');
    assert.deepEqual(mistakesOf(yaml), [
      'source.ssl has no field "certificate"; known: ca, cert, key, rejectUnauthorized',
    ]);
  });

  it('wants both halves of an S3 key, or neither', () => {
    const yaml = SAMPLE.replace('bucket: lake', 'bucket: lake, accessKeyId: a');
    assert.match(mistakesOf(yaml)[0] ?? '', /^s3: accessKeyId and secretAccessKey go together/);
  });

  it('takes a target as a table, or a schema and a table, and nothing longer', () => {
    const target = (name: string): readonly string[] =>
      mistakesOf(SAMPLE.replace('"shop.*": {}', `"shop.*": { target: ${name} }`));
    assert.deepEqual([target('orders'), target('dw.orders')], [[], []]);
    const wrong = ['tables.shop.*.target must be a name like "table" or "schema.table"'];
    assert.deepEqual([target('dev.dw.orders'), target('dw.'), target('""')], [wrong, wrong, wrong]);
  });

  it('takes sizes with their units', () => {
    const budget = (size: string): number => load(`${SAMPLE}byteBudget: ${size}\n`).byteBudget;
    assert.deepEqual([budget('1GiB'), budget('"3 KiB"'), budget('77')], [2 ** 30, 3_072, 77]);
  });
});

describe('the environment in a config', () => {
  it('is put where a variable is named, also for a port', () => {
    const yaml = SAMPLE.replace('host: db', 'host: "${DB}.internal", port: "${DB_PORT}"');
    const { source } = load(yaml, { DB: 'eu', DB_PORT: '3307' }).pipelines['default']!;
    assert.deepEqual([source.host, source.port], ['eu.internal', 3307]);
  });

  it('that lacks a variable is a mistake that names it and its place', () => {
    const yaml = SAMPLE.replace('hush-mysql', '"${DB_PASSWORD}"').replace('bucket: lake', 'bucket: "${BUCKET}"');
    assert.deepEqual(mistakesOf(yaml), [
      'source.password needs the environment variable DB_PASSWORD, which is not set',
      's3.bucket needs the environment variable BUCKET, which is not set',
    ]);
  });
});

describe('secrets of a config', () => {
  const SECRET = 'hush-hush';
  const broken = [
    `${SAMPLE}temporal: { apiKey: [${SECRET}] }`,
    SAMPLE.replace('hush-mysql', `{ a: ${SECRET} }`),
    SAMPLE.replace('hush-mysql', `*${SECRET}`),
    SAMPLE.replace('hush-mysql', `"${SECRET}`),
    SAMPLE.replace('hush-mysql', `"\\q${SECRET}"`),
    `source:\n  password: ${SECRET}: ${SECRET}\n`,
    `source:\n  password: |${SECRET}\n`,
    `source: ]${SECRET}\n`,
    `source: @${SECRET}\n`,
  ];
  for (const yaml of broken) {
    it(`are not told with what is wrong in ${JSON.stringify(yaml.split('\n').find((line) => line.includes(SECRET)))}`, () => {
      const mistakes = mistakesOf(yaml);
      assert.ok(mistakes.length > 0);
      assert.doesNotMatch(mistakes.join('\n'), /hush/);
    });
  }

  it('are not told when they are numbers; how to write them is', () => {
    assert.deepEqual(mistakesOf(SAMPLE.replace('hush-mysql', '12345')), [
      'source.password must be text; put it in quotes',
    ]);
  });

  it('leave the line of what is not YAML', () => {
    assert.match(mistakesOf('source: {\n  host: db\ns3: {')[0] ?? '', /^not valid YAML at line \d+, column \d+: \w/);
  });
});

describe('the pipelines of a config', () => {
  it('share what the top level has and they have not', () => {
    const yaml = `${SAMPLE}pipelines:\n  eu: { s3: { bucket: lake-eu } }\n  us:\n`;
    const { pipelines } = load(yaml);
    assert.deepEqual(Object.keys(pipelines).sort(), ['default', 'eu', 'us']);
    assert.deepEqual(
      [pipelines['eu']?.s3.bucket, pipelines['us']?.s3.bucket, pipelines['eu']?.source.host],
      ['lake-eu', 'lake', 'db'],
    );
  });

  it('may be all there is, with a top level that is not whole', () => {
    const yaml = SAMPLE.replace(/tables:.*\n/, 'pipelines: { eu: { tables: { "a.b": {} } } }\n');
    assert.deepEqual(Object.keys(load(yaml).pipelines), ['eu']);
  });

  it('say which of them a mistake is in', () => {
    assert.deepEqual(mistakesOf(`${SAMPLE}pipelines: { eu: { s3: { bukket: x }, tabels: {} } }`), [
      'pipelines.eu.s3.bucket is missing',
      'pipelines.eu.s3 has no field "bukket"; did you mean "bucket"?',
      'pipelines.eu has no field "tabels"; did you mean "tables"?',
    ]);
  });

  it('have names that a run can be asked for by', () => {
    assert.deepEqual(mistakesOf(`${SAMPLE}pipelines: { "eu/west": {}, "": {} }`), [
      'pipelines.eu/west must be a name of letters, digits, "_", "-" or "."',
      'pipelines. must be a name of letters, digits, "_", "-" or "."',
    ]);
  });
});
