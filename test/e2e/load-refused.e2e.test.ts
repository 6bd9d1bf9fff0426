// What keeps a manifest from being loaded: each ends by name with nothing loaded, and loads without MySQL once it is cured.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { PipelineConfig } from '../../src/config/types.js';
import type { FailureType } from '../../src/contract/failures.js';
import type { PendingManifest } from '../../src/contract/watermark.js';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import { createLedger, insertLoad } from '../../src/redshift/ledger/ledger-sql.js';
import { refusalOf } from './support/refusal.js';
import { systemTest } from './support/system-test.js';
import type { SystemFixture } from './support/system-fixture.js';

interface Refused {
  readonly name: string;
  readonly type: FailureType;
  readonly says: RegExp;
  /** Spoils the load; answers what cures it. */
  readonly spoil?: (fixture: SystemFixture, name: string, pending: PendingManifest) => Promise<() => Promise<unknown>>;
}

const STAMP = 'updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)';
const SOURCE = `id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(10), amount DECIMAL(9,2), ${STAMP}, KEY by_update (updated_at, id)`;
/** What a target of it must be. */
const COLUMNS = {
  id: 'BIGINT',
  note: 'VARCHAR(40)',
  amount: 'DECIMAL(9,2)',
  updated_at: 'TIMESTAMP',
};

/** A target that is there before the load, with some columns of another form; null leaves one out. */
const target =
  (change: Record<string, string | null>, kind = 'TABLE') =>
  async (fixture: SystemFixture, table: string): Promise<() => Promise<unknown>> => {
    const name = `${fixture.id}.${table}`;
    const columns = Object.entries<string | null>({ ...COLUMNS, ...change }).filter(([, type]) => type !== null);
    const list = columns.map(([column, type]) =>
      kind === 'TABLE' ? `${column} ${type}` : `NULL::${type} AS ${column}`,
    );
    await fixture.redshift(
      kind === 'TABLE'
        ? `CREATE TABLE ${name} (${list.join(', ')})`
        : `CREATE VIEW ${name} AS SELECT ${list.join(', ')}`,
    );
    return () => fixture.redshift(`DROP ${kind} ${name}`);
  };

/** Spoils an object and puts it back. */
const object =
  (
    key: (fixture: SystemFixture, table: string, pending: PendingManifest) => Promise<string>,
    change: (body: Buffer) => Buffer | null,
  ) =>
  async (fixture: SystemFixture, table: string, pending: PendingManifest): Promise<() => Promise<unknown>> => {
    const name = await key(fixture, table, pending);
    const { body } = (await fixture.store.get(name))!;
    const spoilt = change(body);
    await (spoilt === null ? fixture.store.delete([name]) : fixture.store.put(name, spoilt));
    return () => fixture.store.put(name, body);
  };
const manifest = (_world: SystemFixture, _table: string, pending: PendingManifest): Promise<string> =>
  Promise.resolve(pending.manifest);
const data = async (fixture: SystemFixture, table: string): Promise<string> => (await fixture.dataFiles(table))[0]!.key;
/** As long as before, and still Parquet with as many rows. */
const tampered = (body: Buffer): Buffer => {
  const copy = Buffer.from(body);
  copy[8] = copy[8]! ^ 1;
  return copy;
};

const CASES: readonly Refused[] = [
  { name: 'a view', type: 'TargetMismatch', says: /it is a view/, spoil: target({}, 'VIEW') },
  { name: 'fewer columns', type: 'TargetMismatch', says: /column note .*is missing/, spoil: target({ note: null }) },
  {
    name: 'a narrower VARCHAR',
    type: 'TargetMismatch',
    says: /column note is VARCHAR\(39\), too narrow: VARCHAR\(40\)/,
    spoil: target({ note: 'VARCHAR(39)' }),
  },
  {
    name: 'another type',
    type: 'TargetMismatch',
    says: /column amount is DECIMAL\(9,1\), DECIMAL\(9,2\) is needed/,
    spoil: target({ amount: 'DECIMAL(9,1)' }),
  },
  {
    name: 'a column more that is NOT NULL without default',
    type: 'TargetMismatch',
    says: /column origin is not in the source and is NOT NULL without a default/,
    spoil: target({ origin: 'VARCHAR(9) NOT NULL' }),
  },
  {
    name: 'a NULL in a column that is NOT NULL in the target',
    type: 'CopyRefused',
    says: /NULL in a column that is NOT NULL.*part-.*\.parquet: the row with id 2 has no value in column note/s,
    spoil: target({ note: 'VARCHAR(40) NOT NULL' }),
  },
  {
    name: 'a manifest that was deleted',
    type: 'FileMissing',
    says: /manifest .*manifest\.json/,
    spoil: object(manifest, () => null),
  },
  {
    name: 'a manifest that was changed',
    type: 'FileDiffers',
    says: /manifest\.json differs from the manifest that was recorded/,
    spoil: object(manifest, (body) =>
      Buffer.from(body.toString('utf8').replace('"mandatory":true', '"mandatory":false')),
    ),
  },
  {
    name: 'a data file that was deleted',
    type: 'FileMissing',
    says: /data file .*part-.*does not exist in S3/,
    spoil: object(data, () => null),
  },
  {
    name: 'a data file that was cut off',
    type: 'FileDiffers',
    says: /part-.* has \d+ bytes, and \d+ were recorded/,
    spoil: object(data, (body) => body.subarray(0, body.length - 9)),
  },
  {
    name: 'a data file that was replaced by one of the same length',
    type: 'FileDiffers',
    says: /part-.* differs from the data file that was recorded/,
    spoil: object(data, tampered),
  },
  {
    name: 'a ledger that has the load with another manifest',
    type: 'LedgerConflict',
    says: /has default\/\w+\.\w+#1 with another manifest: sha256 abc of run other/,
    spoil: async (fixture, name, pending) => {
      const ledger = { schema: fixture.id, table: ledgerTable({ schema: fixture.id, table: name }) };
      const table = fixture.table(name);
      const none = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0, deleted: 0, targetRows: 0 };
      const names = {
        loadId: `default/${table}#1`,
        pipeline: 'default',
        source: tableId(table),
        run: 'other',
        manifestUrl: 'm',
      };
      await target({})(fixture, name);
      await fixture.redshift(createLedger(ledger));
      await fixture.redshift(
        insertLoad(ledger, {
          ...{ ...names, ...none, manifestSha256: 'abc', seq: 1, mode: 'merge', workflowId: 'w', targetOid: null },
          ...{ copyQueryId: null, rowsLoaded: pending.rows, files: pending.files },
        }),
      );
      return () => fixture.redshift(`DELETE FROM ${ledger.schema}.${ledger.table}`);
    },
  },
];

const BY_CONFIG: readonly (Refused & { readonly config: (fixture: SystemFixture) => Partial<PipelineConfig> })[] = [
  {
    name: 'a target that is missing and may not be made',
    type: 'TargetMissing',
    says: /\.t does not exist.*createTarget: ifMissing/,
    config: ({ pipeline }) => ({ target: { ...pipeline.target, createTarget: 'never' } }),
  },
  {
    name: 'a role that is none',
    type: 'CopyRefused',
    says: /IAM/i,
    config: ({ pipeline }) => ({
      target: { ...pipeline.target, iamRole: 'arn:aws:iam::1:role/a, arn:aws:iam::1:role/b' },
    }),
  },
];

/** One case in a table of its own; `running` workers serve both configs. */
async function refusedThenLoaded(fixture: SystemFixture, name: string, { type, says, spoil }: Refused): Promise<void> {
  const table = fixture.table(name);
  await fixture.mysql(`CREATE TABLE ${table} (${SOURCE})`);
  await fixture.mysql(`INSERT INTO ${table} (id, note, amount) VALUES (1, 'a', 1.5), (2, NULL, NULL), (3, 'c', 3)`);
  await fixture.sync({ table, stage: 'backup' });
  const [pending] = (await fixture.watermark(name)).pending;
  const cure = await spoil?.(fixture, name, pending!);
  try {
    const failure = await refusalOf(fixture.sync({ table, stage: 'load' }));
    assert.equal(failure.type, type, failure.message);
    assert.match(failure.message, says);
    const after = await fixture.watermark(name);
    assert.deepEqual([after.pending.length, after.loaded_seq, after.redshift_status], [1, 0, 'failed']);
  } finally {
    await cure?.();
  }
}

async function loads(fixture: SystemFixture, name: string): Promise<void> {
  const syncResult = await fixture.sync({ table: fixture.table(name), stage: 'load' });
  assert.deepEqual([syncResult.loads[0]?.inserted, syncResult.loads[0]?.history?.says], [3, 'same']);
  const [row] = await fixture.redshift(`SELECT COUNT(*) AS n FROM ${fixture.id}.${name}`);
  assert.equal(Number(row?.['n']), 3);
}

describe('a load is refused, and succeeds once the cause is cured,', () => {
  systemTest('for what is wrong with the target, the manifest, a file or the ledger', async (fixture) => {
    await fixture.mysql('SELECT 1');
    fixture.startWorker();
    await Promise.all(
      CASES.map(async (refused, index) => {
        try {
          await refusedThenLoaded(fixture, `t${index}`, refused);
          await loads(fixture, `t${index}`);
        } catch (error) {
          throw new Error(`${refused.name}: ${(error as Error).message}`, { cause: error });
        }
      }),
    );
  });

  for (const { config, ...refused } of BY_CONFIG) {
    systemTest(`for ${refused.name}`, async (fixture) => {
      await fixture.mysql('SELECT 1');
      const stop = fixture.startWorker(undefined, config(fixture));
      await refusedThenLoaded(fixture, 't', refused);
      await stop();
      fixture.startWorker();
      await loads(fixture, 't');
    });
  }
});
