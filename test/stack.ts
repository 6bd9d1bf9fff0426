// The servers that tests run against: one real local stack a mocha process, started by the first test that asks.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config/load-config.js';
import type { Config, MysqlConfig, S3Config } from '../src/config/types.js';
import { removeStack } from '../packages/devstack/src/state/remove-stack.js';
import { sourceKinds, type SourceKind } from '../packages/devstack/src/state/state.js';
import { startStack, type Stack } from '../packages/devstack/src/stack.js';

let started: Promise<{ stack: Stack; dir: string }> | null = null;

/** Timeouts scaled for tests, where a killed worker must be noticed in seconds. */
const TIMEOUT_SCALE = 0.2;

export async function testStack(): Promise<Stack> {
  started ??= start();
  return (await started).stack;
}

/** Which server the tests sync from: TIDEMARK_TEST_SOURCE says, MariaDB unless it does. */
export const testSource: SourceKind = kindOf(process.env['TIDEMARK_TEST_SOURCE'] ?? 'mariadb');
/** By which protocol the tests read rows: TIDEMARK_TEST_PROTOCOL=text sees to the other one. */
export const testProtocol = process.env['TIDEMARK_TEST_PROTOCOL'] === 'text' ? 'text' : 'binary';
export const toolsDir = join(process.cwd(), '.local', 'tools');

function kindOf(text: string): SourceKind {
  const kind = sourceKinds.find((each) => each === text);
  if (kind === undefined) throw new Error(`TIDEMARK_TEST_SOURCE=${text}: write ${sourceKinds.join(' or ')}`);
  return kind;
}

/** A stack that another mocha already runs, for tests that start a mocha of their own. */
const given = process.env['TIDEMARK_TEST_STACK'];

async function start(): Promise<{ stack: Stack; dir: string }> {
  if (given !== undefined) return { stack: await startStack({ dir: given }), dir: given };
  const dir = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  const stack = await startStack({
    dir,
    ui: false,
    mysqlBufferPool: '512M',
    source: testSource,
    toolsDir,
  });
  return { stack, dir };
}

/** Ends the stack if a test started it. Called once, by the root hook. */
export async function stopTestStack(): Promise<void> {
  if (started === null || given !== undefined) return;
  const { stack, dir } = await started;
  await stack.stop();
  await removeStack(dir);
}

export async function temporalForTests(): Promise<{ address: string; namespace: string }> {
  const { temporal } = (await testStack()).status;
  return { address: temporal.address, namespace: temporal.namespace };
}

/** `reader` is the account that Tidemark uses; `admin` makes and changes tables. */
export async function mysqlForTests(): Promise<{ admin: MysqlConfig; reader: MysqlConfig }> {
  const { mysql } = (await testStack()).status;
  const { host, port } = mysql;
  const caps = { connections: 8, maxRowsPerSecond: null, maxReplicaLag: null } as const;
  const base = { host, port, ssl: false, protocol: testProtocol, ...caps } as const;
  return {
    admin: { ...base, user: mysql.adminUser, password: mysql.adminPassword },
    reader: { ...base, user: mysql.user, password: mysql.password },
  };
}

/** The config that the local stack wrote, as a user's own CLI would read it. */
async function writtenConfig(): Promise<Config> {
  const { config: path } = (await testStack()).status;
  return loadConfig({ path, env: {}, cwd: process.cwd() });
}

export async function s3ForTests(): Promise<S3Config> {
  return { ...(await writtenConfig()).pipelines['default']!.s3, prefix: 'unit' };
}

/** That config with a prefix, a task queue and schemas of the test's own, and timeouts of seconds. */
export async function configForTests(id: string): Promise<Config> {
  const config = await writtenConfig();
  const { s3, target, source, ...pipeline } = config.pipelines['default']!;
  const own = {
    s3: { ...s3, prefix: id },
    target: { ...target, schema: id, ledgerSchema: id },
    source: { ...source, protocol: testProtocol },
  } as const;
  return {
    ...config,
    temporal: { ...config.temporal, taskQueue: id },
    pipelines: { default: { ...pipeline, ...own, timeoutScale: TIMEOUT_SCALE } },
  };
}
