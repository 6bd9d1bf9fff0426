// What one rule's test works with: a session, a fresh table, files, and the check of a refusal on the wire.
import assert from 'node:assert/strict';
import { Int64, Utf8 } from 'apache-arrow';
import type pg from 'pg';
import type { StoreSettings } from '../../../packages/redshift-emulator/src/copy/store.js';
import type { FixtureColumn } from '../../../scripts/redshift-probe/parquet-file.js';
import { failure, rows, type Cluster, type ManifestLine } from './cluster.js';

export const ids = (...values: (bigint | null)[]): FixtureColumn => ({ name: 'id', type: new Int64(), values });
export const texts = (...values: (string | null)[]): FixtureColumn => ({ name: 'name', type: new Utf8(), values });

export interface Expected {
  /** SQLSTATE; XX000 unless given. */
  readonly code?: string;
  readonly message?: string;
  /** Of the DETAIL block; no block is expected when neither this nor `context` is given. */
  readonly number?: number;
  /** The full text, of which the DETAIL block shows 256 characters. */
  readonly context?: string | RegExp;
}

const BLOCK = new RegExp(
  String.raw`^\n  -{47}\n  error:  (?<error>.*)\n  code:      (?<number>\d+)\n  context:   (?<context>[^]*)\n` +
    String.raw`  query:     (?<query>\d+)\n  location:  (?<location>\S+:\d+)\n  process:   (?<process>\w+ \[pid=\d+\])\n  -{47}\n$`,
);

export class Bench {
  readonly cluster: Cluster;
  readonly client: pg.Client;

  constructor(cluster: Cluster, client: pg.Client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** A second session. */
  async other(): Promise<Bench> {
    return new Bench(this.cluster, await this.cluster.connect());
  }

  /** The same by an emulator that reads S3 in another way. */
  async stranger(s3: Partial<StoreSettings>): Promise<Bench> {
    const { port } = await this.cluster.another(s3);
    return new Bench(this.cluster, await this.cluster.connect({ port }));
  }

  run(sql: string): Promise<pg.QueryResult> {
    return this.client.query(sql);
  }

  rows(sql: string): Promise<unknown[]> {
    return rows(this.client, sql);
  }

  async one(sql: string): Promise<unknown> {
    return (await this.rows(sql)).flat()[0];
  }

  count(table = 't'): Promise<unknown> {
    return this.one(`SELECT count(*)::int FROM ${table}`);
  }

  file(key: string, ...columns: FixtureColumn[]): Promise<ManifestLine> {
    return this.cluster.put(key, columns);
  }

  /** A file that fits table t. */
  good(key = 'good.parquet'): Promise<ManifestLine> {
    return this.file(key, ids(1n), texts('a'));
  }

  copy(table: string, entries: readonly ManifestLine[] | string, options = ''): Promise<string> {
    return this.cluster.copy(table, entries, options);
  }

  async load(table: string, entries: readonly ManifestLine[] | string, options = ''): Promise<void> {
    await this.run(await this.copy(table, entries, options));
  }

  async refusedLoad(table: string, entries: readonly ManifestLine[] | string, expected: Expected): Promise<number> {
    return this.refused(await this.copy(table, entries), expected);
  }

  /** The statement is refused as expected, on the wire and in the load history. Answers the query id. */
  async refused(sql: string, expected: Expected): Promise<number> {
    const error = await failure(this.client, sql);
    const { code = 'XX000', number, context } = expected;
    const scan = number !== undefined || context !== undefined;
    assert.equal(error.code, code, error.message);
    assert.equal(error.severity, 'ERROR');
    assert.equal(error.message, expected.message ?? (scan ? 'Spectrum Scan Error' : ''));
    if (!scan) return 0;
    const block = BLOCK.exec(error.detail ?? '')?.groups;
    assert.ok(block !== undefined, `DETAIL: ${error.detail ?? ''}`);
    assert.equal(block['error'], error.message);
    assert.equal(Number(block['number']), number ?? 15007);
    assert.match(`${error.file ?? ''} ${error.line ?? ''} ${error.routine ?? ''}`, /xen_execute\.cpp 9226 pg_throw$/);
    if (context !== undefined) await this.#checkText(block, context);
    return Number(block['query']);
  }

  async #checkText(block: Record<string, string>, context: string | RegExp): Promise<void> {
    const [full] = await rows(
      this.client,
      `SELECT error_message, error_code FROM sys_load_error_detail WHERE query_id = ${block['query'] ?? ''}`,
    ).catch(() => []);
    // Inside an aborted transaction nothing can be asked.
    const [text, number] = (full ?? [block['context'], Number(block['number'])]) as [string, number];
    assert.equal(number, Number(block['number']));
    // Some errors have a title and no context; the history then has the title.
    assert.ok(block['context'] === text.slice(0, 256) || (block['context'] === '' && block['error'] === text));
    if (typeof context === 'string') assert.equal(text, context);
    else assert.match(text, context);
  }
}

/** Declares one rule's test; its title begins with the rule's number. */
export type Rule = (title: string, body: (bench: Bench) => Promise<unknown>) => void;
