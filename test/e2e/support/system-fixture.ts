// What a system test has to itself: a MySQL schema, a Redshift schema, an S3 prefix, a task queue, and workers it may kill.
import { tableId } from '../../../src/contract/table-id.js';
import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { createConnection, type Connection as MysqlConnection, type RowDataPacket } from 'mysql2/promise';
import { parquetMetadata } from 'hyparquet';
import pg from 'pg';
import type { Config, PipelineConfig, TableConfig } from '../../../src/config/types.js';
import type { SyncResult } from '../../../src/contract/sync-result.js';
import type { SyncInput } from '../../../src/contract/input.js';
import type { Progress } from '../../../src/contract/progress.js';
import type { SyncActivities } from '../../../src/contract/activity-types.js';
import type { Watermark } from '../../../src/contract/watermark.js';
import { progressQuery } from '../../../src/workflows/messages.js';
import { isPartKey, runsFolder, syncWorkflowId, TABLE_SYNC } from '../../../src/contract/names.js';
import { openStore, type ObjectStore } from '../../../src/s3/objects/open-store.js';
import { readWatermark } from '../../../src/s3/watermark/watermark-store.js';
import { runWorker } from '../../../src/operations/worker.js';
import { fillTable } from '../../../packages/devstack/src/fill.js';
import type { Stack } from '../../../packages/devstack/src/stack.js';

export class SystemFixture {
  /** Names the MySQL schema, the Redshift schema, the S3 prefix and the task queue. */
  readonly id: string;
  /** Changed by `configure`, for workers that start after it and for the check at the end. */
  config: Config;
  readonly stack: Stack;
  readonly store: ObjectStore;
  private readonly endings: (() => Promise<void>)[] = [];
  private readonly workers: (() => Promise<void>)[] = [];
  private temporal: Promise<Client> | null = null;
  private admin: Promise<MysqlConnection> | null = null;
  private warehouse: Promise<pg.Client> | null = null;

  constructor(id: string, config: Config, stack: Stack) {
    this.id = id;
    this.config = config;
    this.stack = stack;
    this.store = openStore(this.pipeline.s3);
  }

  get pipeline(): Config['pipelines'][string] {
    return this.config.pipelines['default']!;
  }

  table(name: string): string {
    return `${this.id}.${name}`;
  }

  /** Gives a table an entry of its own in the config. */
  configure(name: string, table: TableConfig): void {
    const tables = { ...this.pipeline.tables, [this.table(name)]: table };
    this.config = { ...this.config, pipelines: { default: { ...this.pipeline, tables } } };
  }

  /** Makes and fills a settlement table with `rows` rows; adds as many when it is there. */
  async fill(name: string, rows: number): Promise<string> {
    const { mysql } = this.stack.status;
    await fillTable({ mysql, table: this.table(name), rows });
    return this.table(name);
  }

  async mysql(sql: string, values?: unknown[]): Promise<RowDataPacket[]> {
    this.admin ??= this.openAdmin();
    const [rows] = await (await this.admin).query<RowDataPacket[]>(sql, values);
    return rows;
  }

  async redshift(sql: string): Promise<Record<string, unknown>[]> {
    this.warehouse ??= this.openWarehouse();
    return (await (await this.warehouse).query<Record<string, unknown>>(sql)).rows;
  }

  async client(): Promise<Client> {
    this.temporal ??= this.openTemporal();
    return this.temporal;
  }

  /** Starts a worker in this process; it stops with the test, or when the answer is called. */
  startWorker(
    around?: (activities: SyncActivities) => SyncActivities,
    change: Partial<PipelineConfig> = {},
  ): () => Promise<void> {
    const config = { ...this.config, pipelines: { default: { ...this.pipeline, ...change } } };
    let stop = (): void => undefined;
    const until = new Promise<void>((resolve) => (stop = resolve));
    const over = runWorker(config, { until, ...(around && { around }) });
    const end = async (): Promise<void> => {
      stop();
      await over;
    };
    this.workers.push(end);
    return end;
  }

  /** Ends with the test, after its check. */
  onEnd(end: () => Promise<void>): void {
    this.endings.push(end);
  }

  /** Ends with the test's workers, before its check. */
  onStop(end: () => Promise<void>): void {
    this.workers.push(end);
  }

  async start(input: SyncInput, workflowId = syncWorkflowId(this.id, tableId(input.table))): Promise<WorkflowHandle> {
    const client = await this.client();
    return client.workflow.start(TABLE_SYNC, {
      workflowId,
      taskQueue: this.config.temporal.taskQueue,
      args: [input],
    });
  }

  async sync(input: SyncInput, workflowId?: string): Promise<SyncResult> {
    return (await (await this.start(input, workflowId)).result()) as SyncResult;
  }

  async progress(handle: WorkflowHandle): Promise<Progress> {
    return handle.query(progressQuery);
  }

  async watermark(name: string): Promise<Watermark> {
    const stored = await readWatermark(this.store, this.pipeline.s3.prefix, 'default', tableId(this.table(name)));
    if (stored === null) throw new Error(`${this.table(name)} has no watermark`);
    return stored.watermark;
  }

  /** Data files of a table as S3 lists them, in key order. */
  async dataFiles(name: string): Promise<{ key: string; bytes: number }[]> {
    const files = [];
    for await (const object of this.store.list(
      runsFolder(this.pipeline.s3.prefix, 'default', tableId(this.table(name))),
    )) {
      if (isPartKey(object.key)) files.push(object);
    }
    return files.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Rows of each data file, by its own footer, in key order. */
  async fileRows(name: string): Promise<number[]> {
    const files = await this.dataFiles(name);
    return Promise.all(files.map(async ({ key }) => Number(parquetMetadata(await this.bytes(key)).num_rows)));
  }

  /** Connections that Tidemark's account holds to MySQL now. */
  async connectionsOfTidemark(): Promise<number> {
    const { user } = this.pipeline.source;
    const [row] = await this.mysql('SELECT COUNT(*) AS n FROM information_schema.processlist WHERE user = ?', [user]);
    return Number(row?.['n']);
  }

  async runningActivities(handle: WorkflowHandle): Promise<number> {
    return (await handle.describe()).raw.pendingActivities?.length ?? 0;
  }

  /** Resets a closed workflow to its first task: Temporal runs it again, from the same input. */
  async reset(handle: WorkflowHandle): Promise<WorkflowHandle> {
    const client = await this.client();
    const { events } = await handle.fetchHistory();
    const firstTask = events?.find(({ workflowTaskCompletedEventAttributes: done }) => done != null);
    const answer = await client.workflowService.resetWorkflowExecution({
      namespace: this.config.temporal.namespace,
      workflowExecution: { workflowId: handle.workflowId },
      reason: 'test',
      workflowTaskFinishEventId: firstTask!.eventId!,
      requestId: randomUUID(),
    });
    return client.workflow.getHandle(handle.workflowId, answer.runId);
  }

  /** Objects of a table's runs by the end of their key, in key order. */
  async objects(name: string, end: string): Promise<Buffer[]> {
    const bodies: [string, Buffer][] = [];
    for await (const { key } of this.store.list(
      runsFolder(this.pipeline.s3.prefix, 'default', tableId(this.table(name))),
    )) {
      if (key.endsWith(end)) bodies.push([key, Buffer.from(await this.bytes(key))]);
    }
    return bodies.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, body]) => body);
  }

  async bytes(key: string): Promise<ArrayBuffer> {
    const object = await this.store.get(key);
    if (object === null) throw new Error(`${key} is not there`);
    return new Uint8Array(object.body).buffer;
  }

  async stopWorkers(): Promise<void> {
    for (const stop of this.workers.splice(0)) await stop();
  }

  async clean(): Promise<void> {
    for (const end of this.endings.splice(0)) await end();
    this.store.close();
  }

  private async openTemporal(): Promise<Client> {
    const connection = await Connection.connect({ address: this.config.temporal.address });
    this.onEnd(() => connection.close());
    return new Client({ connection, namespace: this.config.temporal.namespace });
  }

  private async openAdmin(): Promise<MysqlConnection> {
    const { host, port, adminUser: user, adminPassword: password } = this.stack.status.mysql;
    const connection = await createConnection({ host, port, user, password, dateStrings: true, timezone: 'Z' });
    await connection.query("SET time_zone = '+00:00'");
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${this.id}`);
    await connection.query(`USE ${this.id}`);
    this.onEnd(() => connection.end());
    return connection;
  }

  private async openWarehouse(): Promise<pg.Client> {
    const { host, port, database, user, password } = this.stack.status.redshift;
    const client = new pg.Client({ host, port, database, user, password });
    await client.connect();
    this.onEnd(() => client.end());
    return client;
  }
}

/** Below the time-out of every system test: a test cut off by that one never ends its worker nor makes its check. */
const TIMEOUT_MS = 100_000;

/** Waits until `look` answers something. */
export async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  const began = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() - began > TIMEOUT_MS) throw new Error(`not seen in ${TIMEOUT_MS / 1_000} s: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
