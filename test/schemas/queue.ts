// A job queue: payloads in JSON, columns generated from them, unique ids in text, one table that the server stamps.
import { dateTime, epoch, oneIn, rowsOf, type Schema, words } from './support/schema.js';

export const queue: Schema = {
  name: 'queue',
  ddl: `
CREATE TABLE job (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  queue        VARCHAR(191) NOT NULL,
  payload      JSON NOT NULL,
  attempts     TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reserved_at  INT UNSIGNED,
  available_at INT UNSIGNED NOT NULL,
  kind         VARCHAR(60) AS (JSON_UNQUOTE(JSON_EXTRACT(payload, '$.kind'))) STORED,
  size         INT AS (JSON_LENGTH(payload)) VIRTUAL,
  KEY (queue)
);

CREATE TABLE failed_job (
  uuid         CHAR(36) CHARACTER SET ascii NOT NULL UNIQUE,
  payload      LONGTEXT NOT NULL,
  exception    LONGTEXT NOT NULL,
  failed_at    TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);

CREATE TABLE job_batch (
  id           VARCHAR(255) NOT NULL PRIMARY KEY,
  pending_jobs INT NOT NULL,
  options      JSON,
  cancelled_at INT
);

CREATE TABLE dead_letter (
  source       VARCHAR(40),
  body         JSON,
  received     DATETIME(6)
);

CREATE TABLE task (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  state        ENUM('open','taken','done') NOT NULL DEFAULT 'open',
  note         VARCHAR(200),
  updated_at   TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY by_update (updated_at)
);

CREATE VIEW job_waiting AS
  SELECT queue, kind, COUNT(*) AS jobs, MIN(available_at) AS since FROM job WHERE reserved_at IS NULL GROUP BY queue, kind;
`,
  rows: (chance) => [
    rowsOf('job', 700, () => job(chance)),
    rowsOf('failed_job', 120, (n) => failure(chance, n)),
    rowsOf('job_batch', 150, (n) => ({
      id: `9a-${n}`,
      pending_jobs: n,
      options: chance.pick([null, '{}', '[]', 'null', '{"then": ["a", 1.50, true]}']),
      cancelled_at: chance.pick([null, epoch(chance)]),
    })),
    rowsOf('dead_letter', 90, (n) => letter(chance, n)),
    rowsOf('task', 600, () => ({ note: words(chance, 0, 10) })),
  ],
  changes: (chance, round) => [
    rowsOf('job', 40, () => job(chance)),
    rowsOf('failed_job', 9, (n) => failure(chance, n), 1_000 * round),
    rowsOf('dead_letter', 7, (n) => letter(chance, n), 1_000 * round),
    rowsOf('task', 30, () => ({ note: words(chance, 0, 10) })),
    `UPDATE job SET attempts = attempts + 1, reserved_at = available_at WHERE ${oneIn(15, 'id', chance)}`,
    `UPDATE job SET payload = JSON_SET(payload, '$.kind', 'retry ${round}') WHERE ${oneIn(40, 'id', chance)}`,
    `UPDATE failed_job SET uuid = UUID() WHERE ${oneIn(30, 'uuid', chance)}`,
    `UPDATE job_batch SET pending_jobs = pending_jobs - 1, options = NULL WHERE ${oneIn(10, 'id', chance)}`,
    `UPDATE job_batch SET id = UPPER(id) WHERE ${oneIn(20, 'id', chance)}`,
    `UPDATE dead_letter SET received = NULL WHERE ${oneIn(9, 'source', chance)}`,
    `UPDATE task SET state = 'taken' WHERE ${oneIn(12, 'id', chance)}`,
    `UPDATE task SET note = NULL, state = 'done' WHERE ${oneIn(12, 'id', chance)}`,
    `DELETE FROM job WHERE ${oneIn(12, 'id', chance)}`,
    `DELETE FROM failed_job WHERE ${oneIn(20, 'uuid', chance)}`,
    'DELETE FROM dead_letter LIMIT 12',
  ],
};

type Chance = Parameters<Schema['rows']>[0];

const job = (chance: Chance) => ({
  queue: chance.pick(['default', 'mail', 'high']),
  payload: JSON.stringify({
    kind: words(chance, 0, 2),
    tries: chance.pick([null, 0, 3]),
    data: { list: [1, 'deux', { drei: 1e3 }], text: `${words(chance, 0, 20)}\n"quoted"` },
  }),
  attempts: chance.below(4),
  reserved_at: chance.pick([null, epoch(chance)]),
  available_at: epoch(chance),
});

const failure = (chance: Chance, n: number) => ({
  uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  payload: words(chance, 5, 40),
  exception: 'at line 1\n'.repeat(chance.below(50)),
});

const letter = (chance: Chance, n: number) => ({
  source: chance.pick([null, `topic ${n}`]),
  body: chance.pick([null, JSON.stringify([n, words(chance, 0, 3)])]),
  received: `${dateTime(chance)}.${String(chance.below(1_000_000)).padStart(6, '0')}`,
});
