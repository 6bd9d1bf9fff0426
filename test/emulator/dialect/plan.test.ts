import assert from 'node:assert/strict';
import { planStatement } from '../../../packages/redshift-emulator/src/dialect/plan.js';
import type { RelayPlan } from '../../../packages/redshift-emulator/src/dialect/plans.js';
import type { RedshiftError } from '../../../packages/redshift-emulator/src/errors.js';
import { splitStatements } from '../../../packages/redshift-emulator/src/sql/statements.js';

const plan = (sql: string) => planStatement(splitStatements(sql)[0]!) as RelayPlan;
const refused = (sql: string): string => {
  try {
    plan(sql);
  } catch (error) {
    return `${(error as RedshiftError).sqlstate} ${(error as Error).message}`;
  }
  return assert.fail(`accepted: ${sql}`);
};

describe('The dialect', () => {
  const rewritten: [string, string][] = [
    [
      `create table "T" ("Id" bigint identity(1,1) encode az64, a varchar(max) not null distkey, b text default 'x' || ',' encode raw, primary key ("ID")) diststyle key sortkey auto`,
      `CREATE TABLE "t" ("id" bigint GENERATED ALWAYS AS IDENTITY (START 1 INCREMENT 1 MINVALUE -9223372036854775808) NOT NULL, "a" varchar(65535) NOT NULL, "b" varchar(256) DEFAULT 'x' || ',')`,
    ],
    [
      'create temp table if not exists s.t (like "Other" including defaults)',
      'CREATE TEMP TABLE IF NOT EXISTS "s"."t" (LIKE "other" INCLUDING DEFAULTS)',
    ],
    [
      'create table t backup no distkey(a) compound sortkey(a, b) as select "A", nvl(b, 0) b from u',
      'CREATE TABLE "t" AS select "a", coalesce(b, 0) b from u',
    ],
    [
      'create table t (a decimal, b numeric(20), c char, d float, e timestamptz, f super, g varbyte(10), h varchar)',
      'CREATE TABLE "t" ("a" numeric(18,0), "b" numeric(20,0), "c" char(1), "d" double precision, "e" timestamptz, "f" jsonb, "g" bytea, "h" varchar(256))',
    ],
    [
      'create table t (a int references u (x) unique, b int, unique (a, b), constraint f foreign key (b) references v (y))',
      'CREATE TABLE "t" ("a" integer, "b" integer)',
    ],
    ['alter table t add column c varchar(5) encode zstd', 'ALTER TABLE "t" ADD COLUMN "c" varchar(5)'],
    ['alter table t add constraint k primary key (a)', 'ALTER TABLE "t" RESET (fillfactor)'],
    ['delete t where a = 1', 'delete FROM t where a = 1'],
    ['truncate table "T"', 'TRUNCATE TABLE "t"'],
    [
      'begin transaction isolation level serializable read write',
      'begin transaction isolation level REPEATABLE READ read write',
    ],
    [
      "select sysdate, x.sysdate, length('é'), 'sysdate' \"Sysdate\"",
      "select pg_catalog.sysdate(), x.sysdate, pg_catalog.len('é'), 'sysdate' \"sysdate\"",
    ],
    ["set query_group to 'x'", "set emulator.query_group to 'x'"],
  ];
  for (const [sql, expected] of rewritten)
    it(`gives the database its form of: ${sql.slice(0, 60)}`, () => assert.equal(plan(sql).sql, expected));

  const writes: [string, string | undefined][] = [
    ['insert into s.t select 1', 's.t'],
    ['update "T" set a = 1', 't'],
    ['delete from t using u where t.a = u.a', 't'],
    ['with x as (select 1) insert into t select * from x', 't'],
    ['merge into t using s on t.a = s.a when matched then delete when not matched then insert values (1)', 't'],
    ['with x as (select 1) select * from x', undefined],
    ['lock t', undefined],
  ];
  for (const [sql, table] of writes) {
    it(`knows what is written by: ${sql}`, () => assert.equal(plan(sql).table?.parts.join('.'), table));
  }

  const refusals: [string, RegExp][] = [
    ['create table t (a int) tablespace x', /^42601 syntax error at or near "tablespace"$/],
    ['create table t (a int encode frob)', /^42601 .*"frob"/],
    ['create table t (a int check (a > 0))', /^42601 .*"check"/],
    ['create unlogged table t (a int)', /^0A000/],
    ['create table t (a serial)', /^0A000 Column "t\.a" has unsupported type "serial"\.$/],
    ['create table t (a uuid)', /^0A000 Column "t\.a" has unsupported type "uuid"\.$/],
    ['create table t (a bytea)', /^0A000/],
    ['create table t (a jsonb)', /^42704 type "jsonb" does not exist$/],
    ['create table t (a int[])', /^0A000/],
    ['create table t (a decimal(39, 2))', /^22023/],
    ['create table t (a varchar(65536))', /^22023/],
    ['create table t (a timestamp(6))', /^42601/],
    ['alter table t add column a int, add column b int', /^42601 syntax error at or near ","$/],
    ['alter table t add column a serial', /^0A000/],
    ['insert into t values (1) on conflict do nothing', /^42601 syntax error at or near "on"$/],
    ['insert into t values (1) returning a', /^42601 syntax error at or near "returning"$/],
    ['with x as (delete from t returning *) insert into u select * from x', /^42601/],
    ['create index i on t (a)', /^0A000 SQL command "create index i on t \(a\)" not supported on Redshift tables\.$/],
    ['create unique index i on t (a)', /^0A000/],
    ['savepoint a', /^0A000/],
    ['rollback to savepoint a', /^0A000/],
    ["select string_agg(a, ',') from t", /^42883/],
    ['select pg_advisory_lock(1)', /^42883/],
    ['select distinct on (a) a from t', /^0A000/],
    ['truncate a, b', /^42601/],
    ['copy t from stdin', /^42601/],
    ['copy t to stdout', /^42601/],
    [
      'merge into t x using s on x.a = s.a when matched then delete when not matched then insert values (1)',
      /^42601 .*"x"/,
    ],
    [
      'merge into t using (select 1) s on t.a = s.a when matched then delete when not matched then insert values (1)',
      /^42601/,
    ],
    [
      'merge into t using s on t.a = s.a when matched and s.b then delete when not matched then insert values (1)',
      /^42601/,
    ],
    [
      'merge into t using s on t.a = s.a when matched then do nothing when not matched then insert values (1)',
      /^42601/,
    ],
    ['merge into t using s on t.a = s.a when matched then delete', /^42601/],
  ];
  for (const [sql, text] of refusals) it(`refuses: ${sql.slice(0, 80)}`, () => assert.match(refused(sql), text));

  it('leaves a column named like a clause alone', () => {
    assert.equal(plan('select returning, a.returning from a').sql, 'select returning, a.returning from a');
  });
});
