// Open points 5 and 9 as far as transactions go, and what a session remembers of its loads.
import { loads, refused } from '../answers.js';
import type { Place, ProbeCase } from '../case.js';
import { plain } from '../files.js';

const base = { columns: 'c bigint', files: plain };

async function value({ client }: Place, sql: string): Promise<string> {
  const { rows } = await client.query<{ said: string }>(`SELECT (${sql})::varchar AS said`);
  return rows[0]?.said ?? 'nothing';
}

export const SESSION_CASES: readonly ProbeCase[] = [
  {
    ...{ ...base, rule: 'open 5', evidence: 'open', question: 'what is said of ALTER TABLE APPEND in a transaction?' },
    act: async ({ client, table }) => {
      await client.query(`CREATE TABLE ${table}_source (c bigint)`);
      await client.query('BEGIN');
      await client.query(`ALTER TABLE ${table} APPEND FROM ${table}_source`);
      return 'it runs';
    },
    expected: refused('25001', 'ALTER TABLE APPEND cannot run inside a transaction block'),
  },
  {
    ...{ ...base, rule: 'open 9', evidence: 'open', question: 'with which SQLSTATE and message does 1023 come?' },
    act: async ({ client, table, connect }) => {
      await client.query(`INSERT INTO ${table} VALUES (1)`);
      const other = await connect();
      await client.query('BEGIN');
      await client.query(`SELECT count(*) FROM ${table}`);
      await other.query(`UPDATE ${table} SET c = 2`);
      await client.query(`UPDATE ${table} SET c = 3`);
      return 'both commit';
    },
    expected: refused('XX000', '1023'),
  },
  {
    ...{ ...base, rule: 'count', evidence: 'K', question: 'what is pg_last_copy_count() after a ROLLBACK?' },
    act: async (place, copy) => {
      await place.client.query('BEGIN');
      await place.client.query(copy);
      await place.client.query('ROLLBACK');
      return value(place, 'pg_last_copy_count()');
    },
    expected: loads('1'),
  },
  {
    ...{ ...base, rule: 'id', evidence: 'K', question: 'does pg_last_copy_id() go back with a ROLLBACK?' },
    act: async (place, copy) => {
      const before = await value(place, 'pg_last_copy_id()');
      await place.client.query('BEGIN');
      await place.client.query(copy);
      await place.client.query('ROLLBACK');
      return (await value(place, 'pg_last_copy_id()')) === before ? 'it does' : 'it stays';
    },
    expected: loads('it does'),
  },
  {
    ...{
      ...base,
      rule: 'history',
      evidence: 'K',
      question: 'is a load that was rolled back completed in sys_load_history?',
    },
    act: async (place, copy) => {
      await place.client.query('BEGIN');
      await place.client.query(copy);
      const id = await value(place, 'last_user_query_id()');
      await place.client.query('ROLLBACK');
      return value(place, `SELECT trim(status) FROM sys_load_history WHERE query_id = ${id}`);
    },
    expected: loads('completed'),
  },
  {
    ...{
      ...base,
      rule: 'SYS id',
      evidence: 'P',
      question: 'asked right behind COPY, whose rows does sys_load_history tell under last_user_query_id()?',
    },
    act: async (place, copy) => {
      await place.client.query(copy);
      const id = await value(place, 'last_user_query_id()');
      return value(place, `SELECT loaded_rows FROM sys_load_history WHERE query_id = ${id}`);
    },
    expected: loads('1'),
  },
  {
    ...{ ...base, rule: 'SYS id', evidence: 'P', question: 'is that the number of pg_last_copy_id()?' },
    act: async (place, copy) => {
      await place.client.query(copy);
      return value(place, "CASE WHEN pg_last_copy_id() = last_user_query_id() THEN 'it is' ELSE 'it is not' END");
    },
    expected: loads('it is not'),
  },
  {
    ...{ ...base, rule: 'F4.7', evidence: 'K', question: 'does TRUNCATE commit what came before it?' },
    act: async (place) => {
      const { client, table } = place;
      await client.query(`CREATE TABLE ${table}_other (c bigint)`);
      await client.query('BEGIN');
      await client.query(`INSERT INTO ${table} VALUES (1)`);
      await client.query(`TRUNCATE ${table}_other`);
      await client.query('ROLLBACK');
      return value(place, `SELECT count(*) FROM ${table}`);
    },
    expected: loads('1'),
  },
];
