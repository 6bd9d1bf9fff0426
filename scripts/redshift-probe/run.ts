// Puts every question to the cluster, each in a transaction that is rolled back, and drops what it made.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ManifestEntry, Place, ProbeCase } from './case.js';
import { observeError, replaceAll, sameAnswer, type Observation, type Replacements } from './observe.js';
import type { ProbeReport, ProbeRow } from './report.js';
import type { ProbeSettings } from './settings.js';
import { ProbeStore } from './store.js';

// A cluster may be busy, or a question may wait for a lock that nobody frees.
const STATEMENT_MS = 120_000;
// The history of a load may come some seconds after it.
const LATE_TRIES = 5;
const LATE_PAUSE_MS = 2_000;

/** Rejects when the cluster or S3 cannot be used at all. */
export async function runProbe(
  settings: ProbeSettings,
  cases: readonly ProbeCase[],
  tell: (line: string) => void,
): Promise<ProbeReport> {
  const name = `tidemark_probe_${randomBytes(4).toString('hex')}`;
  const folder = `${settings.s3.prefix}/${name}`;
  const probe = new Probe(settings, name, folder, new ProbeStore(settings.s3, folder));
  try {
    return await probe.run(cases, tell);
  } finally {
    await probe.end();
  }
}

class Probe {
  readonly #settings: ProbeSettings;
  readonly #schema: string;
  readonly #folder: string;
  readonly #store: ProbeStore;
  readonly #sessions: pg.Client[] = [];

  constructor(settings: ProbeSettings, schema: string, folder: string, store: ProbeStore) {
    this.#settings = settings;
    this.#schema = schema;
    this.#folder = folder;
    this.#store = store;
  }

  async run(cases: readonly ProbeCase[], tell: (line: string) => void): Promise<ProbeReport> {
    const started = new Date().toISOString();
    const client = await this.#connect();
    const { rows } = await client.query<{ version: string }>('SELECT version() AS version');
    await client.query(`CREATE SCHEMA ${this.#schema}`);
    const seen: [ProbeCase, Observation][] = [];
    for (const [index, each] of cases.entries()) {
      tell(`${index + 1} of ${cases.length}, ${each.rule}: ${each.question}`);
      seen.push([each, await this.#ask(client, each, index)]);
    }
    const texts = await this.#wholeTexts(client, seen);
    const rowOf = ([each, observation]: [ProbeCase, Observation]): ProbeRow => {
      const whole = texts.get(observation.queryId ?? '');
      const { rule, question, collected, expected } = each;
      const verdict = sameAnswer(expected, observation, whole) ? 'same' : 'differs';
      return {
        rule,
        question,
        collected,
        verdict,
        standIn: expected,
        observed: observation.answer,
        detail: observation.detail,
        whole,
      };
    };
    return { started, server: rows[0]?.version ?? '', region: this.#settings.s3.region, rows: seen.map(rowOf) };
  }

  async #ask(client: pg.Client, each: ProbeCase, index: number): Promise<Observation> {
    const table = `${this.#schema}.c${index}`;
    const folder = `s3://${this.#settings.s3.bucket}/${this.#folder}/c${index}`;
    const { iamRole } = this.#settings;
    const authorization = `IAM_ROLE ${iamRole === 'default' ? 'default' : `'${iamRole}'`}`;
    const connect = (): Promise<pg.Client> => this.#connect();
    const place: Place = { table, folder, authorization, client, connect };
    await this.#store.put(`c${index}/manifest.json`, await this.#manifest(each, index));
    const copy =
      each.statement?.(place) ??
      `COPY ${table} FROM '${folder}/manifest.json' ${authorization} FORMAT AS PARQUET MANIFEST ${each.options ?? ''}`;
    const replacements = this.#replacements(index);
    try {
      await client.query(`CREATE TABLE ${table} (${each.columns})`);
      const read = each.act === undefined ? await this.#try(place, copy, each.read) : await each.act(place, copy);
      return {
        answer: { outcome: 'loads', read: replaceAll(read, replacements) },
        queryId: undefined,
        detail: undefined,
      };
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return observeError(error, replacements);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  async #try({ client, table }: Place, copy: string, read = 'count(*)'): Promise<string> {
    await client.query('BEGIN');
    await client.query(copy);
    const { rows } = await client.query<{ said: string | null }>(`SELECT (${read})::varchar AS said FROM ${table}`);
    if (this.#settings.keep) await client.query('COMMIT');
    return rows.map(({ said }) => said ?? 'NULL').join(', ');
  }

  async #manifest(each: ProbeCase, index: number): Promise<string> {
    const entries: ManifestEntry[] = [];
    for (const [name, file] of Object.entries(each.files)) {
      const bytes = file();
      const url = await this.#store.put(`c${index}/${name}`, bytes);
      entries.push({ url, mandatory: true, meta: { content_length: bytes.length } });
    }
    const manifest = each.manifest === undefined ? { entries } : each.manifest(entries);
    return typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  }

  /** DETAIL is cut at 256 characters; the load history is not, but may be denied, or late. */
  async #wholeTexts(client: pg.Client, seen: [ProbeCase, Observation][]): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    const ids = seen.flatMap(([, { queryId }]) => (queryId !== undefined && /^\d+$/.test(queryId) ? [queryId] : []));
    if (ids.length === 0) return texts;
    const sql = `SELECT query_id::varchar AS id, trim(error_message) AS text FROM sys_load_error_detail WHERE query_id IN (${ids.join(', ')})`;
    const ask = () => client.query<{ id: string; text: string }>(sql).then(({ rows }) => rows);
    let rows = await ask().catch(() => undefined);
    for (let again = 0; again < LATE_TRIES && rows !== undefined && rows.length < ids.length; again++) {
      await sleep(LATE_PAUSE_MS);
      rows = await ask();
    }
    const index = new Map(seen.map(([, { queryId }], at) => [queryId, at]));
    for (const { id, text } of rows ?? []) texts.set(id, replaceAll(text, this.#replacements(index.get(id) ?? 0)));
    return texts;
  }

  #replacements(index: number): Replacements {
    const { s3, redshift, iamRole } = this.#settings;
    const folder = `${s3.bucket}/${this.#folder}/c${index}`;
    return [
      [`https://s3.${s3.region}.amazonaws.com/${folder}`, '<https>'],
      [`s3://${folder}`, '<s3>'],
      [`${this.#schema}.c${index}`, '<schema>.<table>'],
      [this.#schema, '<schema>'],
      [`'c${index}'`, "'<table>'"],
      [`"c${index}_x.`, '"<table>_x.'],
      [iamRole === 'default' ? '' : iamRole, '<iam role>'],
      [redshift.password, '<password>'],
      [redshift.host, '<host>'],
      [redshift.user, '<user>'],
      [s3.bucket, '<bucket>'],
    ];
  }

  async #connect(): Promise<pg.Client> {
    const { ssl, ...login } = this.#settings.redshift;
    const client = new pg.Client({ ...login, ssl: ssl ? { rejectUnauthorized: true } : false });
    client.on('error', () => undefined);
    await client.connect();
    this.#sessions.push(client);
    await client.query(`SET statement_timeout TO ${STATEMENT_MS}`);
    return client;
  }

  async end(): Promise<void> {
    const [first] = this.#sessions;
    if (!this.#settings.keep) {
      await first?.query(`DROP SCHEMA IF EXISTS ${this.#schema} CASCADE`).catch(() => undefined);
      await this.#store.removeAll().catch(() => undefined);
    }
    await Promise.all(this.#sessions.map((session) => session.end().catch(() => undefined)));
    this.#store.close();
  }
}
