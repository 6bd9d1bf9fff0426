// What keeps a manifest from being loaded: each ends by name with nothing loaded, and loads without MySQL once it is cured.
import assert from 'node:assert/strict';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { PipelineConfig } from '../../src/config/types.js';
import type { FailureType } from '../../src/contract/failures.js';
import type { PendingManifest } from '../../src/contract/watermark.js';
import { ledgerTable } from '../../src/redshift/ledger/ledger-name.js';
import { createLedger, insertLoad } from '../../src/redshift/ledger/ledger-sql.js';
import { systemTest } from './system-test.js';
import type { World } from './system-fixture.js';

interface Refused {
  readonly name: string;
  readonly type: FailureType;
  readonly says: RegExp;
  /** Spoils the load; answers what cures it. */
  readonly spoil?: (world: World, name: string, pending: PendingManifest) => Promise<() => Promise<unknown>>;
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
  async (world: World, table: string): Promise<() => Promise<unknown>> => {
    const name = `${world.id}.${table}`;
    const columns = Object.entries<string | null>({ ...COLUMNS, ...change }).filter(([, type]) => type !== null);
    const list = columns.map(([column, type]) =>
      kind === 'TABLE' ? `${column} ${type}` : `NULL::${type} AS ${column}`,
    );
    await world.redshift(
      kind === 'TABLE'
        ? `CREATE TABLE ${name} (${list.join(', ')})`
        : `CREATE VIEW ${name} AS SELECT ${list.join(', ')}`,
    );
    return () => world.redshift(`DROP ${kind} ${name}`);
  };

/** Spoils an object and puts it back. */
const object =
  (
    key: (world: World, table: string, pending: PendingManifest) => Promise<string>,
    change: (body: Buffer) => Buffer | null,
  ) =>
  async (world: World, table: string, pending: PendingManifest): Promise<() => Promise<unknown>> => {
    const name = await key(world, table, pending);
    const { body } = (await world.store.get(name))!;
    const spoilt = change(body);
    await (spoilt === null ? world.store.delete([name]) : world.store.put(name, spoilt));
    return () => world.store.put(name, body);
  };
const manifest = (_world: World, _table: string, pending: PendingManifest): Promise<string> =>
  Promise.resolve(pending.manifest);
const data = async (world: World, table: string): Promise<string> => (await world.dataFiles(table))[0]!.key;
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
    type: 'FileMissing',
    says: /manifest\.json differs from the manifest that was recorded/,
    spoil: object(manifest, (body) =>
      Buffer.from(body.toString('utf8').replace('"mandatory":true', '"mandatory":false')),
    ),
  },
  {
    name: 'a data file that was deleted',
    type: 'FileMissing',
    says: /data file .*part-.*not in S3/,
    spoil: object(data, () => null),
  },
  {
    name: 'a data file that was cut off',
    type: 'FileMissing',
    says: /part-.* has \d+ bytes, and \d+ were recorded/,
    spoil: object(data, (body) => body.subarray(0, body.length - 9)),
  },
  {
    name: 'a data file that was replaced by one of the same length',
    type: 'FileMissing',
    says: /part-.* differs from the data file that was recorded/,
    spoil: object(data, tampered),
  },
  {
    name: 'a ledger that has the load with another manifest',
    type: 'LedgerConflict',
    says: /has default\/\w+\.\w+#1 with another manifest: sha256 abc of run other/,
    spoil: async (world, name, pending) => {
      const ledger = { schema: world.id, table: ledgerTable({ schema: world.id, table: name }) };
      const table = world.table(name);
      const none = { inserted: 0, updated: 0, reapplied: 0, stale: 0, superseded: 0, deleted: 0, targetRows: 0 };
      const names = { loadId: `default/${table}#1`, pipeline: 'default', table, run: 'other', manifestUrl: 'm' };
      await target({})(world, name);
      await world.redshift(createLedger(ledger));
      await world.redshift(
        insertLoad(ledger, {
          ...{ ...names, ...none, manifestSha256: 'abc', seq: 1, mode: 'merge', workflowId: 'w', targetOid: null },
          ...{ copyQueryId: null, copied: pending.rows, files: pending.files },
        }),
      );
      return () => world.redshift(`DELETE FROM ${ledger.schema}.${ledger.table}`);
    },
  },
];

const BY_CONFIG: readonly (Refused & { readonly config: (world: World) => Partial<PipelineConfig> })[] = [
  {
    name: 'a target that is missing and may not be made',
    type: 'TargetMissing',
    says: /\.t is not there.*createTarget: ifMissing/,
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

async function failureOf(sync: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await sync;
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
    throw error;
  }
  throw new Error('the load was not refused');
}

/** One case in a table of its own; `running` workers serve both configs. */
async function refusedThenLoaded(world: World, name: string, { type, says, spoil }: Refused): Promise<void> {
  const table = world.table(name);
  await world.mysql(`CREATE TABLE ${table} (${SOURCE})`);
  await world.mysql(`INSERT INTO ${table} (id, note, amount) VALUES (1, 'a', 1.5), (2, NULL, NULL), (3, 'c', 3)`);
  await world.sync({ table, stage: 'backup' });
  const [pending] = (await world.watermark(name)).pending;
  const cure = await spoil?.(world, name, pending!);
  try {
    const failure = await failureOf(world.sync({ table, stage: 'load' }));
    assert.equal(failure.type, type, failure.message);
    assert.match(failure.message, says);
    const after = await world.watermark(name);
    assert.deepEqual([after.pending.length, after.loaded_seq, after.redshift_status], [1, 0, 'failed']);
  } finally {
    await cure?.();
  }
}

async function loads(world: World, name: string): Promise<void> {
  const account = await world.sync({ table: world.table(name), stage: 'load' });
  assert.deepEqual([account.loads[0]?.inserted, account.loads[0]?.history?.says], [3, 'same']);
  const [row] = await world.redshift(`SELECT COUNT(*) AS n FROM ${world.id}.${name}`);
  assert.equal(Number(row?.['n']), 3);
}

describe('a load is refused, and succeeds once the cause is cured,', () => {
  systemTest('for what is wrong with the target, the manifest, a file or the ledger', async (world) => {
    await world.mysql('SELECT 1');
    world.startWorker();
    await Promise.all(
      CASES.map(async (refused, index) => {
        try {
          await refusedThenLoaded(world, `t${index}`, refused);
          await loads(world, `t${index}`);
        } catch (error) {
          throw new Error(`${refused.name}: ${(error as Error).message}`, { cause: error });
        }
      }),
    );
  });

  for (const { config, ...refused } of BY_CONFIG) {
    systemTest(`for ${refused.name}`, async (world) => {
      await world.mysql('SELECT 1');
      const stop = world.startWorker(undefined, config(world));
      await refusedThenLoaded(world, 't', refused);
      await stop();
      world.startWorker();
      await loads(world, 't');
    });
  }
});
