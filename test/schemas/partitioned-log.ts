// A partitioned log: partitions by range, list, hash and key, some of them dropped or emptied between two runs.
import { dateTime, oneIn, rowsOf, type Schema, words } from './support/schema.js';

export const partitionedLog: Schema = {
  name: 'partitioned log',
  ddl: `
CREATE TABLE access_log (
  id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  day     DATE NOT NULL,
  status  SMALLINT UNSIGNED NOT NULL,
  path    VARCHAR(500) NOT NULL,
  agent   VARCHAR(200),
  PRIMARY KEY (id, day)
)
PARTITION BY RANGE (TO_DAYS(day)) (
  PARTITION p1 VALUES LESS THAN (TO_DAYS('2024-02-01')),
  PARTITION p2 VALUES LESS THAN (TO_DAYS('2024-03-01')),
  PARTITION p3 VALUES LESS THAN (TO_DAYS('2024-04-01')),
  PARTITION rest VALUES LESS THAN MAXVALUE
);

CREATE TABLE event_by_day (
  day     DATE NOT NULL,
  seq     INT NOT NULL,
  message TEXT,
  PRIMARY KEY (day, seq)
)
PARTITION BY RANGE COLUMNS (day) SUBPARTITION BY HASH (seq) SUBPARTITIONS 2 (
  PARTITION early VALUES LESS THAN ('2024-02-15'),
  PARTITION late VALUES LESS THAN (MAXVALUE)
);

CREATE TABLE visit (
  region  VARCHAR(8) NOT NULL,
  id      INT NOT NULL,
  seconds DECIMAL(9,3),
  PRIMARY KEY (region, id)
)
PARTITION BY LIST COLUMNS (region) (
  PARTITION eu VALUES IN ('de', 'fr'),
  PARTITION us VALUES IN ('ca', 'ny')
);

CREATE TABLE session_state (
  id      BIGINT NOT NULL PRIMARY KEY,
  state   VARCHAR(30)
)
PARTITION BY HASH (id) PARTITIONS 4;

CREATE TABLE device (
  serial  CHAR(10) NOT NULL PRIMARY KEY,
  seen    DATETIME
)
PARTITION BY KEY (serial) PARTITIONS 3;

CREATE TABLE raw_line (
  at      DATETIME NOT NULL,
  line    TEXT
)
PARTITION BY HASH (DAY(at)) PARTITIONS 2;

CREATE VIEW errors AS SELECT day, status, COUNT(*) AS n FROM access_log WHERE status >= 500 GROUP BY day, status;
`,
  rows: (chance) => [
    rowsOf('access_log', 50, () => ({ ...access(chance), day: '2024-01-31' })),
    rowsOf('access_log', 1_900, () => access(chance)),
    rowsOf('event_by_day', 600, (n) => ({ day: day(n), seq: n, message: words(chance, 0, 6) })),
    rowsOf('visit', 600, (n) => visit(chance, n)),
    rowsOf('session_state', 500, (n) => ({ id: 7 * n - 900, state: words(chance, 1, 1) })),
    rowsOf('device', 300, (n) => ({ serial: `S${n}`, seen: dateTime(chance) })),
    rowsOf('raw_line', 200, () => ({ at: dateTime(chance), line: chance.pick([null, '', words(chance, 1, 4)]) })),
  ],
  changes: (chance, round) => [
    ...(round === 1 ? ['ALTER TABLE access_log DROP PARTITION p1'] : []),
    ...(round === 2
      ? ['ALTER TABLE session_state COALESCE PARTITION 1', 'ALTER TABLE raw_line REMOVE PARTITIONING']
      : []),
    rowsOf('access_log', 100, () => access(chance)),
    rowsOf('visit', 25, (n) => visit(chance, n), 1_000 * round),
    rowsOf('raw_line', 20, () => ({ at: dateTime(chance), line: 'new' })),
    `UPDATE access_log SET agent = 'robot' WHERE ${oneIn(60, 'id', chance)}`,
    // To another partition.
    `UPDATE access_log SET day = '2024-12-31' WHERE ${oneIn(70, 'id', chance)}`,
    `UPDATE event_by_day SET day = day + INTERVAL 90 DAY WHERE ${oneIn(50, 'seq', chance)}`,
    `UPDATE visit SET region = 'ny', seconds = NULL WHERE region = 'de' AND ${oneIn(12, 'id', chance)}`,
    `UPDATE session_state SET id = id + 100000 WHERE ${oneIn(40, 'id', chance)}`,
    `UPDATE device SET seen = NULL WHERE ${oneIn(12, 'serial', chance)}`,
    `DELETE FROM event_by_day WHERE ${oneIn(40, 'seq', chance)}`,
    `DELETE FROM device WHERE ${oneIn(50, 'serial', chance)}`,
    `DELETE FROM raw_line WHERE ${oneIn(9, 'at', chance)}`,
  ],
};

type Chance = Parameters<Schema['rows']>[0];

/** From February on, over four months. */
const day = (n: number): string => new Date(Date.UTC(2024, 1, 1 + (n % 120))).toISOString().slice(0, 10);

const access = (chance: Chance) => ({
  day: day(chance.below(120)),
  status: chance.pick([200, 200, 304, 404, 500, 503]),
  path: `/${words(chance, 1, 5)}`,
  agent: chance.pick([null, 'Mozilla/5.0', '']),
});

const visit = (chance: Chance, n: number) => ({
  region: chance.pick(['de', 'fr', 'ca', 'ny']),
  id: n,
  seconds: chance.below(1_000_000) / 1_000,
});
