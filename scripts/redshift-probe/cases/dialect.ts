// The wording of what Redshift's SQL lacks: documented as lacking, in words that are our own or PostgreSQL's.
import { refused } from '../answers.js';
import type { Answer, ProbeCase } from '../case.js';

const syntax = (near: string): Answer =>
  refused('42601', near === '' ? 'syntax error at end of input' : `syntax error at or near "${near}"`);
const ask = (rule: string, sql: (table: string) => string, expected: Answer): ProbeCase => ({
  ...{ rule, collected: 'K', question: `what is said of: ${sql('t')}?`, columns: 'c bigint', files: {}, expected },
  statement: ({ table }) => sql(table),
});
const unsupportedType = (type: string): Answer =>
  refused('0A000', `Column "<table>_x.c" has unsupported type "${type}".`);
const notOnRedshift = (sql: string): Answer =>
  refused('0A000', `SQL command "${sql}" not supported on Redshift tables.`);
const BOTH = 'when matched then delete when not matched then insert values (1)';

export const DIALECT_CASES: readonly ProbeCase[] = [
  ...['serial', 'uuid', 'bytea'].map((type) =>
    ask('F4.6', (table) => `create table ${table}_x (c ${type})`, unsupportedType(type)),
  ),
  ask('F4.6', (table) => `create table ${table}_x (c jsonb)`, refused('42704', 'type "jsonb" does not exist')),
  ask('F4.6', (table) => `insert into ${table} values (1) on conflict do nothing`, syntax('on')),
  ask('F4.6', (table) => `insert into ${table} values (1) returning c`, syntax('returning')),
  ask('F4.6', (table) => `create index i on ${table} (c)`, notOnRedshift('create index i on <schema>.<table> (c)')),
  ask('F4.6', () => 'savepoint a', notOnRedshift('savepoint a')),
  ask('F4.6', (table) => `alter table ${table} add column a int, add column b int`, syntax(',')),
  ask(
    'F4.6',
    (table) => `select string_agg(c, ',') from ${table}`,
    refused('42883', 'function string_agg does not exist'),
  ),
  ask('F4.7', (table) => `vacuum ${table}`, refused('25001', 'VACUUM cannot run inside a transaction block')),
  ask('F4.9', (table) => `merge into ${table} x using ${table} on x.c = 1 ${BOTH}`, syntax('x')),
  ask('F4.9', (table) => `merge into ${table} using (select 1 as c) s on s.c = 1 ${BOTH}`, syntax('(')),
  ask('F4.9', (table) => `merge into ${table} using ${table} s on s.c = 1 when matched then delete`, syntax('')),
  ask(
    'types VARCHAR',
    (table) => `create table ${table}_x (c varchar(65536))`,
    refused('22023', 'length for type varchar must be between 1 and 65535'),
  ),
];
