// The SQL that Redshift gets, as text.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { TableShape } from '../../src/contract/table-shape.js';
import { columnsOf, findRelation, findSchema, lockedSince } from '../../src/redshift/target/catalog-sql.js';
import { copyManifest, LAST_COPY_COUNT } from '../../src/redshift/load/copy-sql.js';
import * as ledgerSql from '../../src/redshift/ledger/ledger-sql.js';
import * as mergeSql from '../../src/redshift/load/merge-sql.js';
import { limitStatements, USE_UTC } from '../../src/redshift/connection/session-sql.js';
import { countRows, createSchema, createTarget } from '../../src/redshift/target/target-sql.js';
import { identifier, literal } from '../../src/redshift/connection/sql-text.js';

const target = { schema: 'Shop', table: 'Orders' };
const ledger = { schema: 'tidemark', table: 'ledger_shop_orders' };
const source = { pipeline: 'default', source: tableId('shop.Orders') };
const parts = {
  target,
  stage: { table: 's' },
  newest: 'n',
  keys: 'k',
  columns: ['id', 'At'],
  unfed: [],
  key: ['id'],
  cursor: 'At',
};

const shape: Pick<TableShape, 'columns' | 'key' | 'cursor'> = {
  columns: [
    { name: 'id', declared: 'bigint', nullable: false, type: { kind: 'int', bits: 64 } },
    { name: 'Price', declared: 'decimal(18,4)', nullable: true, type: { kind: 'decimal', precision: 18, scale: 4 } },
    { name: 'say "hi"', declared: 'varchar(9)', nullable: true, type: { kind: 'string', maxBytes: 36, check: false } },
    { name: 'at', declared: 'timestamp(6)', nullable: false, type: { kind: 'timestamp', digits: 6 } },
  ],
  key: ['id'],
  cursor: { name: 'at', index: 'at', digits: 6, zoned: true },
};

describe('SQL for Redshift', () => {
  it('asks the ledger who else was loaded into its target', () => {
    assert.equal(
      ledgerSql.otherSource(ledger, source),
      `SELECT pipeline, source_table
FROM "tidemark"."ledger_shop_orders" WHERE NOT (pipeline = 'default' AND source_table = 'shop.Orders') ORDER BY loaded_at DESC LIMIT 1`,
    );
  });

  it('folds names to lower case and doubles quotes', () => {
    assert.equal(identifier('Say "Hi"'), '"say ""hi"""');
  });

  it('writes a backslash by its number, because Redshift and PostgreSQL read it differently', () => {
    assert.equal(literal("it's"), "'it''s'");
    assert.equal(literal('a\\b'), "('a' || CHR(92) || 'b')");
  });

  it('sets the session to UTC and limits statements in milliseconds', () => {
    assert.equal(USE_UTC, "SET TIMEZONE TO 'UTC'");
    assert.equal(limitStatements(3_000), 'SET statement_timeout TO 3000');
  });

  it('looks for schemas, relations, columns and lock holders in the catalog', () => {
    assert.equal(findSchema('Shop'), "SELECT nspname FROM pg_namespace WHERE nspname = 'shop'");
    assert.equal(
      findRelation(target),
      `SELECT c.relkind AS kind, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'shop' AND c.relname = 'orders'`,
    );
    assert.equal(
      columnsOf(target),
      `SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default
FROM svv_columns
WHERE table_schema = 'shop' AND table_name = 'orders'
ORDER BY ordinal_position`,
    );
    assert.equal(
      lockedSince(ledger),
      `SELECT TO_CHAR(MIN(t.txn_start), 'YYYY-MM-DD HH24:MI:SS') AS since
FROM svv_transactions t JOIN pg_class c ON c.oid = t.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.lock_mode = 'AccessExclusiveLock' AND t.granted
  AND n.nspname = 'tidemark' AND c.relname = 'ledger_shop_orders'`,
    );
  });

  it('makes the target from the shape: key distributed, cursor sorted', () => {
    assert.equal(createSchema('Shop'), 'CREATE SCHEMA IF NOT EXISTS "shop"');
    assert.equal(
      createTarget({ ...target, mode: 'merge' }, shape),
      `CREATE TABLE IF NOT EXISTS "shop"."orders" (
  "id" BIGINT NOT NULL,
  "price" DECIMAL(18,4),
  "say ""hi""" VARCHAR(36),
  "at" TIMESTAMP,
  PRIMARY KEY ("id")
) DISTKEY ("id") SORTKEY ("at")`,
    );
  });

  it('gives a composite key no DISTKEY and sorts by the key where there is no cursor', () => {
    const columns = shape.columns.slice(0, 2);
    assert.equal(
      createTarget({ ...target, mode: 'merge' }, { columns, key: ['id', 'Price'], cursor: null }),
      `CREATE TABLE IF NOT EXISTS "shop"."orders" (
  "id" BIGINT NOT NULL,
  "price" DECIMAL(18,4) NOT NULL,
  PRIMARY KEY ("id", "price")
) SORTKEY ("id", "price")`,
    );
    assert.equal(countRows(target), 'SELECT COUNT(*) AS n FROM "shop"."orders"');
  });

  it('copies a manifest with an explicit column list and no option that Redshift refuses for Parquet', () => {
    const copy = { into: '"shop"."orders"', columns: ['id', 'At'], manifestUrl: "s3://b/it's/manifest.json" };
    assert.equal(
      copyManifest({ ...copy, iamRole: 'default' }),
      `COPY "shop"."orders" ("id", "at")
FROM 's3://b/it''s/manifest.json'
IAM_ROLE default
FORMAT AS PARQUET
MANIFEST
STATUPDATE OFF`,
    );
    assert.match(copyManifest({ ...copy, iamRole: 'arn:aws:iam::1:role/r' }), /^IAM_ROLE 'arn:aws:iam::1:role\/r'$/m);
    assert.equal(LAST_COPY_COUNT, 'SELECT pg_last_copy_count() AS n, last_user_query_id() AS id');
  });

  it('keeps a ledger of one row a load', () => {
    assert.equal(
      ledgerSql.createLedger(ledger),
      `CREATE TABLE IF NOT EXISTS "tidemark"."ledger_shop_orders" (
  load_id VARCHAR(1024) NOT NULL,
  pipeline VARCHAR(64) NOT NULL,
  source_table VARCHAR(600) NOT NULL,
  seq BIGINT NOT NULL,
  run_id VARCHAR(64) NOT NULL,
  manifest_url VARCHAR(4096) NOT NULL,
  manifest_sha256 VARCHAR(64) NOT NULL,
  mode VARCHAR(16) NOT NULL,
  rows_loaded BIGINT NOT NULL,
  files BIGINT NOT NULL,
  inserted BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  reapplied BIGINT NOT NULL,
  stale BIGINT NOT NULL,
  superseded BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  target_rows BIGINT NOT NULL,
  target_oid BIGINT,
  copy_query_id BIGINT,
  workflow_id VARCHAR(1024) NOT NULL,
  loaded_at TIMESTAMP NOT NULL
) DISTSTYLE ALL`,
    );
    assert.equal(ledgerSql.lockLedger(ledger), 'LOCK TABLE "tidemark"."ledger_shop_orders"');
    assert.equal(
      ledgerSql.findLoad(ledger, 'default/shop.Orders#1'),
      `SELECT load_id, seq, run_id, manifest_url, manifest_sha256, mode, rows_loaded, files, inserted, updated, reapplied, stale, superseded, deleted, target_rows,
  target_oid, copy_query_id, TO_CHAR(loaded_at, 'YYYY-MM-DD HH24:MI:SS') AS loaded_at
FROM "tidemark"."ledger_shop_orders" WHERE load_id = 'default/shop.Orders#1'`,
    );
    assert.match(
      ledgerSql.loadsOf(ledger, source),
      /WHERE pipeline = 'default' AND source_table = 'shop.Orders' ORDER BY seq$/,
    );
    assert.match(
      ledgerSql.newestLoad(ledger, source),
      /WHERE pipeline = 'default' AND source_table = 'shop.Orders' ORDER BY seq DESC LIMIT 1$/,
    );
    assert.equal(ledgerSql.loadsHeld(ledger), 'SELECT COUNT(*) AS n FROM "tidemark"."ledger_shop_orders"');
    assert.equal(
      ledgerSql.loadsHeld(ledger, { ...source, ledgerBase: 4 }),
      `SELECT COUNT(*) AS n FROM "tidemark"."ledger_shop_orders" WHERE NOT (pipeline = 'default' AND source_table = 'shop.Orders' AND seq <= 4)`,
    );
  });

  it('writes the ledger row with the time of the server', () => {
    const counts = {
      rowsLoaded: 9,
      files: 2,
      inserted: 1,
      updated: 2,
      reapplied: 3,
      stale: 1,
      superseded: 2,
      deleted: 0,
      targetRows: 40,
      targetOid: 123,
      copyQueryId: null,
    };
    const names = {
      loadId: 'default/shop.Orders#7',
      run: 'r-1',
      manifestUrl: 's3://b/m',
      manifestSha256: 'ab',
      workflowId: 'w',
    };
    assert.equal(
      ledgerSql.insertLoad(ledger, { ...source, ...names, ...counts, seq: 7, mode: 'merge' }),
      `INSERT INTO "tidemark"."ledger_shop_orders" (load_id, pipeline, source_table, seq, run_id, manifest_url, manifest_sha256, mode,
  rows_loaded, files, inserted, updated, reapplied, stale, superseded, deleted, target_rows, target_oid, copy_query_id, workflow_id, loaded_at)
VALUES ('default/shop.Orders#7', 'default', 'shop.Orders', 7,
  'r-1', 's3://b/m', 'ab', 'merge',
  9, 2, 1, 2, 3, 1, 2, 0, 40,
  123, NULL, 'w', GETDATE())`,
    );
  });

  it('merges by a temporary stage, newest version of a key first', () => {
    assert.equal(mergeSql.createStage(parts), 'CREATE TEMP TABLE "s" (LIKE "shop"."orders" INCLUDING DEFAULTS)');
    assert.equal(
      mergeSql.countSuperseded(parts),
      `SELECT COALESCE(SUM(versions - 1), 0) AS superseded
FROM (SELECT COUNT(*) AS versions FROM "s" GROUP BY "id" HAVING COUNT(*) > 1) AS repeated`,
    );
    assert.equal(
      mergeSql.pickNewest(parts),
      `CREATE TEMP TABLE "n" AS
SELECT "id", "at" FROM (
  SELECT "id", "at", COUNT(*) OVER (PARTITION BY "id") AS tidemark_versions,
    ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY "at" DESC NULLS LAST) AS tidemark_version
  FROM "s"
) AS ranked WHERE tidemark_versions > 1 AND tidemark_version = 1`,
    );
    assert.equal(mergeSql.dropRepeated(parts), 'DELETE FROM "s" USING "n" WHERE "s"."id" = "n"."id"');
    assert.equal(mergeSql.putNewest(parts), 'INSERT INTO "s" ("id", "at") SELECT "id", "at" FROM "n"');
  });

  it('says what each staged row is to the target, by the cursor', () => {
    assert.equal(
      mergeSql.classify(parts),
      `SELECT kind, COUNT(*) AS n FROM (
  SELECT CASE WHEN t."id" IS NULL THEN 'inserted' WHEN t."at" > s."at" THEN 'stale' WHEN t."at" = s."at" THEN 'reapplied' ELSE 'updated' END AS kind
  FROM "s" s LEFT JOIN "shop"."orders" t ON t."id" = s."id"
) AS classified GROUP BY kind`,
    );
    assert.equal(
      mergeSql.classify({ ...parts, key: ['id', 'at'], cursor: null }),
      `SELECT kind, COUNT(*) AS n FROM (
  SELECT CASE WHEN t."id" IS NULL THEN 'inserted' ELSE 'reapplied' END AS kind
  FROM "s" s LEFT JOIN "shop"."orders" t ON t."id" = s."id" AND t."at" = s."at"
) AS classified GROUP BY kind`,
    );
  });

  it('carries the values of unfed columns over to the rows that replace theirs', () => {
    const unfed = { ...parts, unfed: ['Old_Note', 'rank'] };
    assert.equal(
      mergeSql.carryUnfed(unfed),
      `UPDATE "s" SET "old_note" = "orders"."old_note", "rank" = "orders"."rank"
FROM "shop"."orders" WHERE "s"."id" = "orders"."id"`,
    );
    assert.equal(
      mergeSql.insertStaged(unfed),
      `INSERT INTO "shop"."orders" ("id", "at", "old_note", "rank")
SELECT "id", "at", "old_note", "rank" FROM "s"`,
    );
  });

  it('takes stale rows from the stage, replaced rows from the target, and inserts the rest', () => {
    assert.equal(
      mergeSql.dropStale(parts),
      `DELETE FROM "s" USING "shop"."orders"
WHERE "s"."id" = "orders"."id" AND "orders"."at" > "s"."at"`,
    );
    assert.equal(mergeSql.dropReplaced(parts), 'DELETE FROM "shop"."orders" USING "s" WHERE "orders"."id" = "s"."id"');
    assert.equal(
      mergeSql.insertStaged(parts),
      `INSERT INTO "shop"."orders" ("id", "at")
SELECT "id", "at" FROM "s"`,
    );
  });
});
