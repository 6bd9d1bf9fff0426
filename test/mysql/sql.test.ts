// The SQL that is sent, as text.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import type { ScanPlan } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import {
  OLDEST_WRITER,
  pieceEnd,
  pieceRows,
  pieceSum,
  MYSQL_LIST_FACTS,
  RUNNING_STATEMENTS,
} from '../../src/mysql/upper-bound/upper-bound-sql.js';
import { isAfter, isUpTo } from '../../src/mysql/sql/keyset.js';
import { columnName, integerLiteral, momentLiteral, tableName } from '../../src/mysql/sql/literal.js';
import { rangeEnd, rowsLeft } from '../../src/mysql/extract/plan-chunks-sql.js';
import { noRows, rangeRows } from '../../src/mysql/extract/read-chunk-sql.js';
import { killQuery, sessionSettings } from '../../src/mysql/connection/session-settings.js';
import { rowsAfter } from '../../src/mysql/sql/row-counts.js';

const SHAPE: TableShape = {
  table: tableId('shop.orders'),
  columns: [
    { name: 'id', declared: 'bigint', nullable: false, type: { kind: 'int', bits: 64 } },
    { name: 'rate', declared: 'float', nullable: true, type: { kind: 'float' } },
    { name: 'at', declared: 'timestamp(6)', nullable: false, type: { kind: 'timestamp', digits: 6 } },
  ],
  key: ['id'],
  keyIndex: 'PRIMARY',
  filter: null,
  cursor: { name: 'at', index: 'by_at', digits: 6, zoned: true },
  resultColumns: [],
  fingerprint: '',
};
const PAIR: TableShape = {
  ...SHAPE,
  columns: [{ name: 'shop', declared: 'int', nullable: false, type: { kind: 'int', bits: 32 } }, ...SHAPE.columns],
  key: ['shop', 'id'],
};
const H = '2026-01-02 00:00:00.000000';
const AT = '2026-01-01 08:15:00.123456';
const CURSOR: ScanPlan = { kind: 'cursor', from: AT, afterKey: ['7'], before: H, again: false };

describe('SQL literals', () => {
  it('quote names so that no name ends its quotes', () => {
    assert.equal(columnName('a`b.c'), '`a``b.c`');
    assert.equal(tableName(tableId('my shop.or`ders')), '`my shop`.`or``ders`');
  });

  it('are refused when a key is no integer or a cursor no time', () => {
    assert.equal(integerLiteral('-18446744073709551615'), '-18446744073709551615');
    for (const bad of ['', '1e3', '1 OR 1=1', "1'", '0x10']) assert.throws(() => integerLiteral(bad), RangeError);
    for (const bad of ['', "2026-01-01' --", '2026-01-01', 'now()'])
      assert.throws(() => momentLiteral(bad), RangeError);
    assert.equal(momentLiteral('2026-01-01 00:00:00'), "'2026-01-01 00:00:00'");
  });
});

describe('keyset SQL', () => {
  const terms = (...names: string[]) => names.map((name, at) => ({ column: name, value: String(at + 1) }));

  it('compares one column plainly', () => {
    assert.equal(isAfter(terms('a')), 'a > 1');
    assert.equal(isUpTo(terms('a')), 'a <= 1');
  });

  it('expands several columns behind one sargable bound, without row constructors', () => {
    assert.equal(isAfter(terms('a', 'b')), 'a >= 1 AND (a > 1 OR (a = 1 AND b > 2))');
    assert.equal(isUpTo(terms('a', 'b', 'c')), 'a <= 1 AND (a < 1 OR (a = 1 AND (b < 2 OR (b = 2 AND c <= 3))))');
  });
});

describe('range SQL', () => {
  const from = `\`at\` >= '${AT}' AND (\`at\` > '${AT}' OR (\`at\` = '${AT}' AND \`id\` > 7)) AND \`at\` < '${H}'`;

  it('plans a cursor pass from its index alone', () => {
    assert.equal(
      rangeEnd(SHAPE, CURSOR, null, 50_000),
      `SELECT \`at\`, \`id\` FROM \`shop\`.\`orders\` FORCE INDEX (\`by_at\`) WHERE ${from}` +
        ' ORDER BY `at`, `id` LIMIT 2 OFFSET 49999',
    );
    assert.equal(
      rowsLeft(SHAPE, CURSOR, null, 50_000),
      'SELECT COUNT(*) AS counted FROM' +
        ` (SELECT 1 AS one FROM \`shop\`.\`orders\` FORCE INDEX (\`by_at\`) WHERE ${from} LIMIT 50000) AS rest`,
    );
  });

  it('starts at the instant where a first load ended, ties included', () => {
    const scan: ScanPlan = {
      kind: 'cursor',
      from: H,
      afterKey: null,
      before: '2026-01-03 00:00:00.000000',
      again: false,
    };
    assert.match(
      rangeEnd(SHAPE, scan, null, 1),
      /WHERE `at` >= '2026-01-02 00:00:00\.000000' AND `at` < '2026-01-03 00:00:00\.000000' ORDER BY/,
    );
  });

  it('scans a first load by the primary key under h0', () => {
    assert.equal(
      rangeRows(
        PAIR,
        { kind: 'firstLoad', snapshotHighWatermark: H, after: ['1', '2'] },
        { after: null, upTo: { at: null, key: ['3', '4'] } },
        null,
      ),
      'SELECT `shop`, `id`, `rate` * 1E0 AS `rate`, `at` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`)' +
        ' WHERE `shop` >= 1 AND (`shop` > 1 OR (`shop` = 1 AND `id` > 2))' +
        ` AND \`shop\` <= 3 AND (\`shop\` < 3 OR (\`shop\` = 3 AND \`id\` <= 4)) AND \`at\` < '${H}'` +
        ' ORDER BY `shop`, `id`',
    );
  });

  it('reads by id up to its bound, with a limit when there is one', () => {
    const byId = { ...SHAPE, cursor: null };
    assert.equal(
      rangeRows(byId, { kind: 'id', after: ['7'], upTo: ['99'] }, { after: null, upTo: null }, 10),
      'SELECT `id`, `rate` * 1E0 AS `rate`, `at` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`)' +
        ' WHERE `id` > 7 AND `id` <= 99 ORDER BY `id` LIMIT 10',
    );
  });

  it('asks for no rows through the index that the scan will force', () => {
    assert.match(noRows(SHAPE), /FROM `shop`\.`orders` FORCE INDEX \(`by_at`\) LIMIT 0$/);
  });

  it('counts what mismatches past a position of every kind', () => {
    const count = (position: Parameters<typeof rowsAfter>[1]) => rowsAfter(SHAPE, position).split(' WHERE ')[1];
    assert.equal(count({ kind: 'none' }), 'TRUE');
    assert.equal(
      count({ kind: 'firstLoad', snapshotHighWatermark: H, afterKey: ['5'] }),
      `((\`id\` > 5 AND \`at\` < '${H}') OR \`at\` >= '${H}')`,
    );
    assert.match(count({ kind: 'from', at: H })!, /^`at` >= '2026-01-02/);
    assert.match(
      count({ kind: 'cursor', at: AT, key: ['7'] })!,
      / OR \(`at` = '2026-01-01 08:15:00.123456' AND `id` > 7\)\)$/,
    );
    assert.equal(count({ kind: 'id', key: ['7'] }), '`id` > 7');
  });
});

describe('SQL of other keys, passes and filters', () => {
  const coded: TableShape = {
    ...SHAPE,
    columns: [
      { name: 'code', declared: 'varchar(9)', nullable: false, type: { kind: 'string', maxBytes: 36, check: false } },
    ],
    key: ['code'],
  };
  const whole: ScanPlan = { kind: 'whole', upTo: ["o'x"] };

  it('compares a string key as text, and reads all of a table by it', () => {
    assert.match(
      rangeRows(coded, whole, { after: { at: null, key: ['a\\'] }, upTo: null }, null),
      /WHERE `code` > 'a\\\\' AND `code` <= 'o\\'x' ORDER BY `code`$/,
    );
  });

  it('reads by the cursor alone where there is no key', () => {
    const keyless: TableShape = { ...SHAPE, key: [], keyIndex: null };
    const scan: ScanPlan = { kind: 'cursor', from: AT, afterKey: [], before: H, again: false };
    const range = { after: null, upTo: { at: AT, key: [] } };
    assert.match(
      rangeRows(keyless, scan, range, null),
      /WHERE `at` > '2026-01-01[^']*' AND `at` <= '2026-01-01[^']*' AND/,
    );
  });

  it('puts a filter on everything that is read or counted, and forces no index that is not known', () => {
    const filtered: TableShape = { ...SHAPE, filter: "kind = 'a' OR kind = 'b'" };
    const open = { after: null, upTo: null };
    assert.match(rangeRows(filtered, CURSOR, open, null), / AND \(kind = 'a' OR kind = 'b'\) ORDER BY/);
    assert.match(rangeEnd(filtered, CURSOR, null, 10), /\(kind = 'a' OR kind = 'b'\)/);
    assert.match(rowsAfter(filtered, { kind: 'none' }), / WHERE \(kind = 'a' OR kind = 'b'\)$/);
    const unindexed: TableShape = { ...SHAPE, cursor: { name: 'at', index: null, digits: 6, zoned: true } };
    assert.doesNotMatch(rangeRows(unindexed, CURSOR, open, null), /FORCE/);
  });
});

describe('bound SQL', () => {
  const axis = { by: 'cursor', shape: SHAPE } as const;
  const indexRange = { from: AT, past: null, before: H, upTo: null };

  it('sums entries from the index alone, or whole rows with NULL told from empty text', () => {
    const entry = "CRC32(CONCAT_WS(',', `at`, `id`))";
    const tail = `FROM \`shop\`.\`orders\` FORCE INDEX (\`by_at\`) WHERE \`at\` >= '${AT}' AND \`at\` < '${H}'`;
    assert.equal(
      pieceSum(axis, indexRange, 'entry'),
      `SELECT COUNT(*) AS counted, SUM(${entry} * ${entry}) AS checksum ${tail}`,
    );
    assert.equal(
      pieceSum(axis, indexRange, 'row'),
      "SELECT COUNT(*) AS counted, SUM(CRC32(CONCAT_WS(',', COALESCE(CRC32(`id`), '-')," +
        ` COALESCE(CRC32(\`rate\` * 1E0), '-'), COALESCE(CRC32(\`at\`), '-'))) * ${entry}) AS checksum ${tail}`,
    );
  });

  it('cuts and lists pieces in the order of the cursor', () => {
    assert.match(
      pieceEnd(axis, { ...indexRange, past: [AT, '7'] }, 1_000),
      /AND `at` >= '2026\S+ \S+' AND \(`at` > '2026.*OR \(`at` = .* `id` > 7.*ORDER BY `at`, `id` LIMIT 1 OFFSET 999$/,
    );
    assert.match(pieceRows(axis, indexRange, 'row'), /^SELECT `at` AS value, `id`, CRC32\(.* ORDER BY `at`$/);
  });

  it('asks MySQL for the clock before its list, which tells whole seconds, and MariaDB for both at once', () => {
    assert.match(MYSQL_LIST_FACTS, /^SELECT UTC_TIMESTAMP\(6\) AS now/);
    assert.match(RUNNING_STATEMENTS, /TIME_MS \* 1000 AS SIGNED/);
  });

  it('asks innodb_trx for a name only', () => {
    assert.match(OLDEST_WRITER, /^SELECT trx_mysql_thread_id/);
  });
});

describe('session SQL', () => {
  it('is UTC, read only, in short autocommit reads, with the time-out of its server', () => {
    const [mariadb, access] = sessionSettings('mariadb', 101_106);
    assert.match(
      mariadb!,
      /^SET time_zone = '\+00:00', sql_mode = '', autocommit = 1, .*max_statement_time = 600, query_cache_type = OFF$/,
    );
    assert.match(
      sessionSettings('mysql', 90_704)[0]!,
      /max_execution_time = 600000, information_schema_stats_expiry = 0$/,
    );
    assert.match(mariadb!, / sql_select_limit = 18446744073709551615,/);
    assert.equal(access, 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY');
    assert.equal(killQuery(17), 'KILL QUERY 17');
  });
});
