// What no tidy schema has: tables without any key, keys of unusual types and orders, reserved words and odd names.
import { amount, bytes, date, dateTime, oneIn, rowsOf, type Schema, words } from './support/schema.js';

export const oddTables: Schema = {
  name: 'odd tables',
  ddl: `
CREATE TABLE no_key (name VARCHAR(30), value INT);

CREATE TABLE no_key_empty (name VARCHAR(30), value INT);

CREATE TABLE key_empty (id INT NOT NULL PRIMARY KEY);

CREATE TABLE only_key (id INT NOT NULL PRIMARY KEY);

CREATE TABLE only_nulls (a INT, b VARCHAR(5), c DATE);

CREATE TABLE unique_only (a INT NOT NULL, b VARCHAR(20) NOT NULL, c TEXT, UNIQUE KEY (b, a));

CREATE TABLE unique_nullable (a INT, b TEXT, UNIQUE KEY (a));

CREATE TABLE desc_key (a INT NOT NULL, b VARCHAR(20) NOT NULL, v INT, PRIMARY KEY (a DESC, b));

CREATE TABLE memory_hash (id INT NOT NULL, v VARCHAR(20), PRIMARY KEY (id) USING HASH) ENGINE = MEMORY;

CREATE TABLE decimal_key (amount DECIMAL(20,6) NOT NULL PRIMARY KEY, v INT);

CREATE TABLE enum_key (size ENUM('small','large','medium') NOT NULL, n INT NOT NULL, v INT, PRIMARY KEY (size, n));

CREATE TABLE time_key (at DATETIME(6) NOT NULL, zone TIMESTAMP(3) NOT NULL, v INT, PRIMARY KEY (at, zone));

CREATE TABLE binary_key (id BINARY(16) NOT NULL PRIMARY KEY, v INT);

CREATE TABLE double_key (x DOUBLE NOT NULL PRIMARY KEY, v INT);

CREATE TABLE prefix_key (path TEXT NOT NULL, v INT, PRIMARY KEY (path(20)));

CREATE TABLE unsigned_key (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, v INT);

CREATE TABLE reused_id (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT);

CREATE TABLE spaced_key (name VARCHAR(20) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, v INT);

CREATE TABLE latin_key (name VARCHAR(20) CHARACTER SET latin1 NOT NULL PRIMARY KEY, v INT);

CREATE TABLE other_types (id INT NOT NULL PRIMARY KEY, b BIT(64), one BIT(1), t TIME, t6 TIME(6), y YEAR, tb TINYBLOB);

CREATE TABLE \`order\` (\`select\` INT NOT NULL PRIMARY KEY, \`from\` INT, \`group\` TEXT, \`user\` INT, \`end\` INT, \`tag\` INT);

CREATE TABLE \`user\` (\`key\` VARCHAR(10) NOT NULL PRIMARY KEY, \`default\` INT, \`top\` INT, \`primary\` INT);

CREATE TABLE \`Mixed Case näme\` (\`A b\` INT NOT NULL PRIMARY KEY, \`ünï\` INT, \`x"y\` INT, \`it's\` INT, \`p%c\` INT, \`a\\b\` INT);

CREATE TABLE \`back\`\`tick-$1\` (\`i\`\`d\` INT NOT NULL PRIMARY KEY, \`constructor\` INT, \`1st\` INT);

CREATE TABLE proto_column (id INT NOT NULL PRIMARY KEY, \`__proto__\` INT, \`constructor\` INT);

CREATE TABLE generated_columns (
  id      INT NOT NULL PRIMARY KEY,
  net     DECIMAL(10,2),
  gross   DECIMAL(12,4) AS (net * 1.19) STORED,
  label   VARCHAR(40) AS (CONCAT('#', id)) VIRTUAL,
  hidden  INT INVISIBLE
);

CREATE VIEW \`a view, of one\` AS SELECT 1 AS one, NULL AS nothing, 'ä' AS text;

CREATE VIEW view_of_view AS SELECT v.one AS one, o.a AS a, o.b AS b FROM unique_only o JOIN \`a view, of one\` v;

CREATE VIEW view_empty AS SELECT * FROM no_key WHERE value = -1;
`,
  rows: (chance) => [
    rowsOf('no_key', 300, (n) => ({ name: chance.pick([null, '', 'twin']), value: n % 4 })),
    rowsOf('only_key', 200, (n) => ({ id: n })),
    rowsOf('only_nulls', 5, () => ({ a: null, b: null, c: null })),
    rowsOf('unique_only', 300, (n) => ({ a: n % 20, b: `b ${n}`, c: words(chance, 0, 5) })),
    rowsOf('unique_nullable', 100, (n) => ({ a: n % 3 === 0 ? null : n, b: words(chance, 0, 3) })),
    rowsOf('desc_key', 300, (n) => ({ a: n % 40, b: `${words(chance, 1, 1)} ${n}`, v: n })),
    rowsOf('memory_hash', 300, (n) => ({ id: n, v: words(chance, 1, 1) })),
    rowsOf('decimal_key', 300, (n) => ({ amount: `${n % 2 ? '-' : ''}${n}.${n}`, v: n })),
    rowsOf('enum_key', 300, (n) => ({ size: chance.pick(['small', 'medium', 'large']), n, v: n })),
    rowsOf('time_key', 200, (n) => ({
      at: `${dateTime(chance)}.${100_000 + n}`,
      zone: `${date(chance)} 00:00:01.5`,
      v: n,
    })),
    rowsOf('binary_key', 250, (n) => ({
      id: Buffer.concat([bytes(chance, 14, 14), Buffer.from([n % 256, n >> 8])]),
      v: n,
    })),
    rowsOf('double_key', 150, (n) => ({ x: (n - 75) / 7, v: n })),
    rowsOf('prefix_key', 100, (n) => ({ path: `${n}/${words(chance, 1, 9)}`, v: n })),
    rowsOf('unsigned_key', 200, (n) => ({ id: `${18_446_744_073_709_551_615n - BigInt(n) * 10n}`, v: n })),
    rowsOf('reused_id', 200, (n) => ({ v: n })),
    rowsOf('spaced_key', 100, (n) => ({ name: n % 2 ? `x${n}` : ` x${n}`, v: n })),
    rowsOf('latin_key', 100, (n) => ({ name: `${chance.pick(['é', 'E', 'ß', 'Ÿ', '€'])}${n}`, v: n })),
    rowsOf('other_types', 80, (n) => other(chance, n)),
    rowsOf('order', 60, (n) => ({ select: n, from: n, group: words(chance, 0, 2) })),
    rowsOf('user', 60, (n) => ({ key: `k${n}`, default: n, top: null })),
    rowsOf('Mixed Case näme', 60, (n) => ({ 'A b': n, ünï: n, 'x"y': null, "it's": n, 'p%c': n, 'a\\b': 1 })),
    rowsOf('back`tick-$1', 60, (n) => ({ 'i`d': n, constructor: 1, '1st': null })),
    rowsOf('proto_column', 60, (n) => ({ id: n, ['__proto__']: n, constructor: 1 })),
    rowsOf('generated_columns', 80, (n) => ({ id: n, net: amount(chance), hidden: n })),
  ],
  changes: (chance, round) => [
    rowsOf('no_key', 10, () => ({ name: 'twin', value: 1 })),
    rowsOf('unique_only', 20, (n) => ({ a: n, b: 'new', c: null }), 100 * round),
    rowsOf('desc_key', 20, (n) => ({ a: n, b: 'new', v: null }), -100 * round),
    rowsOf('memory_hash', 20, (n) => ({ id: n, v: null }), 1_000 * round),
    rowsOf('other_types', 9, (n) => other(chance, n), 1_000 * round),
    // An id that is deleted and given again, to another row.
    `DELETE FROM reused_id WHERE id > ${190 + round}`,
    `ALTER TABLE reused_id AUTO_INCREMENT = 1`,
    rowsOf('reused_id', 12, () => ({ v: -1 })),
    `UPDATE no_key SET value = value + 1 WHERE name = 'twin' LIMIT 40`,
    `UPDATE unique_only SET b = UPPER(b), c = 'é' WHERE ${oneIn(25, 'a, b', chance)}`,
    `UPDATE unique_nullable SET a = NULL WHERE ${oneIn(9, 'a', chance)}`,
    `UPDATE desc_key SET a = a + 1000 WHERE ${oneIn(30, 'b', chance)}`,
    `UPDATE memory_hash SET id = id + 50000 WHERE ${oneIn(30, 'id', chance)}`,
    `UPDATE decimal_key SET amount = amount * 1000 WHERE ABS(amount) < 1000 AND ${oneIn(60, 'amount', chance)}`,
    `UPDATE enum_key SET size = 'medium' WHERE ${oneIn(20, 'n', chance)}`,
    `UPDATE time_key SET at = at + INTERVAL 1 MICROSECOND WHERE ${oneIn(20, 'v', chance)}`,
    `UPDATE binary_key SET id = REVERSE(id) WHERE ${oneIn(25, 'v', chance)}`,
    `UPDATE double_key SET x = x + 1000 WHERE ${oneIn(15, 'v', chance)}`,
    `UPDATE unsigned_key SET id = id + 1, v = NULL WHERE ${oneIn(20, 'v', chance)}`,
    `UPDATE spaced_key SET name = CONCAT(name, 'é') WHERE ${oneIn(15, 'v', chance)}`,
    `UPDATE latin_key SET v = NULL WHERE ${oneIn(12, 'name', chance)}`,
    `UPDATE \`order\` SET \`from\` = NULL WHERE ${oneIn(9, '`select`', chance)}`,
    `UPDATE \`Mixed Case näme\` SET \`A b\` = \`A b\` + 1000 WHERE ${oneIn(9, '`A b`', chance)}`,
    `UPDATE \`back\`\`tick-$1\` SET \`1st\` = 1 WHERE ${oneIn(9, '`i``d`', chance)}`,
    `UPDATE proto_column SET \`__proto__\` = NULL WHERE ${oneIn(9, 'id', chance)}`,
    `UPDATE generated_columns SET net = net + 1, hidden = NULL WHERE ${oneIn(9, 'id', chance)}`,
    `DELETE FROM only_key WHERE ${oneIn(30, 'id', chance)}`,
    `DELETE FROM enum_key WHERE ${oneIn(40, 'n', chance)}`,
    `DELETE FROM \`user\` WHERE ${oneIn(20, '`key`', chance)}`,
    'DELETE FROM no_key LIMIT 30',
    'DELETE FROM only_nulls LIMIT 1',
  ],
};

type Chance = Parameters<Schema['rows']>[0];

const other = (chance: Chance, id: number) => ({
  id,
  b: chance.pick([null, 0, Buffer.alloc(8, 255)]),
  one: chance.pick([null, 0, 1]),
  t: chance.pick([null, '-838:59:59', '838:59:59', '00:00:00']),
  t6: chance.pick(['23:59:59.999999', '-00:00:00.000001', '100:00:00']),
  y: chance.pick([null, 0, 1901, 2155]),
  tb: chance.pick([null, Buffer.alloc(0), bytes(chance, 1, 9)]),
});
