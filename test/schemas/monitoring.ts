// A monitoring database: 150 small tables, generated in ten kinds; bigint keys, clocks in seconds, some tables without a key.
import type { Chance } from '../fuzz/random.js';
import { epoch, oneIn, type Row, rowsOf, type Schema, words } from './support/schema.js';

const TABLES = 150;

interface Kind {
  readonly columns: string;
  /** Null for an empty table. */
  readonly row: ((chance: Chance, n: number) => Row) | null;
  readonly update: string;
  /** A column that tells most rows apart. */
  readonly by: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  hosts: {
    columns: `
  hostid BIGINT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL DEFAULT '', status INT NOT NULL DEFAULT 0,
  uuid VARCHAR(32) NOT NULL DEFAULT ''`,
    row: (chance, n) => ({ hostid: 10_000 + n, name: words(chance, 1, 2), status: n % 3 }),
    update: 'status = status + 1',
    by: 'hostid',
  },
  items: {
    columns: `
  itemid BIGINT UNSIGNED NOT NULL PRIMARY KEY, hostid BIGINT UNSIGNED NOT NULL, key_ VARCHAR(2048) NOT NULL DEFAULT '',
  delay VARCHAR(64), formula TEXT NOT NULL`,
    row: (chance, n) => ({
      itemid: n,
      hostid: 10_000,
      key_: `system.cpu[${n}]`,
      delay: '1m',
      formula: words(chance, 0, 3),
    }),
    update: 'delay = NULL',
    by: 'itemid',
  },
  history: {
    columns: `
  itemid BIGINT UNSIGNED NOT NULL, clock INT NOT NULL DEFAULT 0, value DOUBLE NOT NULL DEFAULT 0, ns INT NOT NULL DEFAULT 0,
  PRIMARY KEY (itemid, clock, ns)`,
    row: (chance, n) => ({ itemid: n % 5, clock: epoch(chance), value: chance.below(10_000) / 7, ns: n }),
    update: 'value = -value / 3',
    by: 'ns',
  },
  history_log: {
    columns: `
  itemid BIGINT UNSIGNED NOT NULL, clock INT NOT NULL DEFAULT 0, value TEXT NOT NULL, KEY (itemid, clock)`,
    row: (chance, n) => ({ itemid: n % 5, clock: epoch(chance), value: words(chance, 0, 4) }),
    update: "value = ''",
    by: 'clock',
  },
  trends: {
    columns: `
  itemid BIGINT UNSIGNED NOT NULL, clock INT NOT NULL DEFAULT 0, num INT NOT NULL DEFAULT 0, value_min BIGINT UNSIGNED NOT NULL,
  value_avg DOUBLE NOT NULL DEFAULT 0, PRIMARY KEY (itemid, clock)`,
    row: (chance, n) => ({ itemid: n % 5, clock: 3_600 * n, num: 60, value_min: n, value_avg: chance.below(900) / 11 }),
    update: 'clock = clock + 100000000',
    by: 'clock',
  },
  events: {
    columns: `
  eventid BIGINT UNSIGNED NOT NULL PRIMARY KEY, clock INT NOT NULL, severity TINYINT NOT NULL, name VARCHAR(2048) NOT NULL,
  acknowledged BOOLEAN, KEY (clock)`,
    row: (chance, n) => ({ eventid: n, clock: epoch(chance), severity: n % 6, name: words(chance, 1, 9) }),
    update: 'acknowledged = 1',
    by: 'eventid',
  },
  links: {
    columns:
      'triggerid_a BIGINT UNSIGNED NOT NULL, triggerid_b BIGINT UNSIGNED NOT NULL, UNIQUE KEY (triggerid_a, triggerid_b)',
    row: (_chance, n) => ({ triggerid_a: n, triggerid_b: 2 * n }),
    update: 'triggerid_b = triggerid_b + 100000',
    by: 'triggerid_a',
  },
  ids: {
    columns: `
  table_name VARCHAR(64) NOT NULL, field_name VARCHAR(64) NOT NULL, nextid BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (table_name, field_name)`,
    row: (_chance, n) => ({ table_name: `table_${n}`, field_name: 'id', nextid: '18446744073709551614' }),
    update: 'nextid = nextid - 1',
    by: 'table_name',
  },
  scratch: {
    columns: 'sessionid VARCHAR(32), seen INT, note TEXT',
    row: null,
    update: 'seen = 0',
    by: 'sessionid',
  },
  spare: {
    columns: 'profileid BIGINT UNSIGNED NOT NULL PRIMARY KEY, value_int INT',
    row: null,
    update: 'value_int = 0',
    by: 'profileid',
  },
};

interface Table {
  readonly name: string;
  readonly kind: Kind;
}

const tables: readonly Table[] = Array.from({ length: TABLES }, (_, at) => {
  const names = Object.keys(KINDS);
  const kind = names[at % names.length]!;
  return { name: `${kind}_${1 + Math.floor(at / names.length)}`, kind: KINDS[kind]! };
});

const inserted = (chance: Chance, { name, kind: { row } }: Table, count: number, first = 1) =>
  row === null ? [] : [rowsOf(name, count, (n) => row(chance, n), first)];

export const monitoring: Schema = {
  name: 'monitoring',
  // 150 tables a round are most of the suite's time.
  rounds: 1,
  ddl: tables.map(({ name, kind }) => `CREATE TABLE ${name} (${kind.columns});\n`).join('\n'),
  rows: (chance) => tables.flatMap((table) => inserted(chance, table, chance.between(10, 60))),
  // A third of the tables a round, as a server that is being watched leaves most of its tables alone.
  changes: (chance, round) =>
    tables
      .filter((_table, at) => at % 3 === round % 3)
      .flatMap((table) => [
        ...inserted(chance, table, chance.between(1, 20), 1_000 * round),
        `UPDATE ${table.name} SET ${table.kind.update} WHERE ${oneIn(8, table.kind.by, chance)}`,
        `DELETE FROM ${table.name} WHERE ${oneIn(10, table.kind.by, chance)}`,
      ]),
};
