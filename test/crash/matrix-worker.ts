// One lane of the matrix: an emulator of its own before the stack's PostgreSQL and S3, whose faults no other lane feels.
import { TidemarkError } from '../../src/contract/tidemark-error.js';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RedshiftConfig } from '../../src/config/types.js';
import type { LoadResult } from '../../src/contract/sync-result.js';
import { LEDGER_RULES, type LedgerRules } from '../../src/redshift/ledger/ledger-rules.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';
import type { Faults } from '../../packages/redshift-emulator/src/faults/faults.js';
import { startEmulator } from '../../packages/redshift-emulator/src/server.js';
import type { SystemFixture } from '../e2e/support/system-fixture.js';

/** As a load's session calls itself. */
export const LOADER = 'tidemark';
/** Of one load: the second must do, but a server that restarts is away for a while. */
const ATTEMPTS = 8;
/** Before the second attempt; doubled before each further one. */
const PAUSE_MS = 20;

export interface Lane {
  readonly faults: Faults;
  readonly config: RedshiftConfig;
  /** Looks, or prepares, unseen by faults of the loader. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
  /** One attempt. */
  load(request: LoadRequest): Promise<LoadResult>;
  /** As the workflow does: again after errors without a `type`, and never after one that has it. */
  loadUntilDone(request: LoadRequest): Promise<LoadResult>;
  close(): Promise<void>;
}

export async function openLane(systemFixture: SystemFixture, rules: LedgerRules = LEDGER_RULES): Promise<Lane> {
  const { s3, postgres } = systemFixture.stack.status;
  const { host, port, user, password, database } = postgres;
  const standIn = await startEmulator({
    port: 0,
    backend: `postgres://${user}:${password}@${host}:${port}/${database}`,
    s3,
  });
  const config = { ...systemFixture.pipeline.target, port: standIn.port };
  const warehouse = openWarehouse(config, rules);
  // A pool: the emulator may restart under it.
  const looker = new pg.Pool({ ...config, ssl: false, application_name: 'looker', max: 1 });
  looker.on('error', () => undefined);
  const load = (request: LoadRequest): Promise<LoadResult> =>
    warehouse.loadManifest(request, new AbortController().signal);
  return {
    faults: standIn.faults,
    config,
    sql: async (statement) => (await looker.query<Record<string, unknown>>(statement)).rows,
    load,
    loadUntilDone: async (request) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await load(request);
        } catch (error) {
          if (attempt === ATTEMPTS || (error instanceof TidemarkError && !error.retryable)) throw error;
        }
        await sleep(PAUSE_MS * 2 ** (attempt - 1));
      }
    },
    close: async () => {
      await warehouse.close();
      await looker.end();
      await standIn.close();
    },
  };
}
