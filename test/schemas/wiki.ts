// A wiki: all text in VARBINARY and BLOB columns, also in keys, and times as 14 digits in BINARY(14).
import { bytes, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const PAGES = 400;

export const wiki: Schema = {
  name: 'wiki',
  ddl: `
CREATE TABLE page (
  page_id        INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  page_namespace INT NOT NULL,
  page_title     VARBINARY(255) NOT NULL,
  page_is_new    TINYINT UNSIGNED NOT NULL DEFAULT 0,
  page_random    DOUBLE UNSIGNED NOT NULL,
  page_touched   BINARY(14) NOT NULL,
  page_latest    INT UNSIGNED NOT NULL,
  page_lang      VARBINARY(35),
  UNIQUE KEY name_title (page_namespace, page_title),
  KEY page_random (page_random)
) DEFAULT CHARSET = binary;

CREATE TABLE revision (
  rev_id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rev_page       INT UNSIGNED NOT NULL,
  rev_timestamp  BINARY(14) NOT NULL,
  rev_minor_edit TINYINT UNSIGNED NOT NULL DEFAULT 0,
  rev_sha1       VARBINARY(32) NOT NULL DEFAULT '',
  KEY rev_timestamp (rev_timestamp)
) DEFAULT CHARSET = binary;

CREATE TABLE content_text (
  old_id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  old_text       MEDIUMBLOB NOT NULL,
  old_flags      TINYBLOB NOT NULL
) DEFAULT CHARSET = binary;

CREATE TABLE page_links (
  pl_from        INT UNSIGNED NOT NULL DEFAULT 0,
  pl_namespace   INT NOT NULL DEFAULT 0,
  pl_title       VARBINARY(255) NOT NULL DEFAULT '',
  PRIMARY KEY (pl_from, pl_namespace, pl_title)
) DEFAULT CHARSET = binary;

CREATE TABLE category_links (
  cl_from        INT UNSIGNED NOT NULL DEFAULT 0,
  cl_to          VARBINARY(255) NOT NULL DEFAULT '',
  cl_sortkey     VARBINARY(230) NOT NULL DEFAULT '',
  cl_timestamp   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  cl_type        ENUM('page','subcat','file') NOT NULL DEFAULT 'page',
  PRIMARY KEY (cl_from, cl_to)
) DEFAULT CHARSET = binary;

CREATE TABLE object_cache (
  keyname        VARBINARY(255) NOT NULL DEFAULT '' PRIMARY KEY,
  value          MEDIUMBLOB,
  exptime        BINARY(14) NOT NULL,
  modtoken       VARCHAR(17) NOT NULL DEFAULT '00000000000000000'
) DEFAULT CHARSET = binary;

CREATE TABLE site_stats (
  ss_row_id      INT UNSIGNED NOT NULL PRIMARY KEY,
  ss_total_edits BIGINT UNSIGNED
);

CREATE TABLE search_index (
  si_page        INT UNSIGNED NOT NULL,
  si_title       VARCHAR(255) NOT NULL DEFAULT '',
  si_text        MEDIUMTEXT NOT NULL,
  UNIQUE KEY (si_page),
  FULLTEXT KEY si_text (si_text)
) ENGINE = MyISAM DEFAULT CHARSET = utf8mb4;
`,
  rows: (chance) => [
    rowsOf('page', PAGES, (n) => page(chance, n)),
    rowsOf('revision', 1_500, () => revision(chance)),
    rowsOf('content_text', 300, () => ({
      old_text: chance.percent(50) ? bytes(chance, 0, 2_000) : words(chance, 0, 200),
      old_flags: chance.pick(['', 'utf-8', 'utf-8,gzip']),
    })),
    rowsOf('page_links', 1_000, (n) => link(chance, n)),
    rowsOf('category_links', 500, (n) => ({
      cl_from: 1 + (n % PAGES),
      cl_to: `Category ${n}`,
      cl_sortkey: bytes(chance, 0, 40),
      cl_type: chance.pick(['page', 'subcat', 'file']),
    })),
    rowsOf('object_cache', 200, (n) => ({
      keyname: Buffer.concat([bytes(chance, 0, 6), Buffer.from(`:${n}`)]),
      value: chance.pick([null, bytes(chance, 0, 300)]),
      exptime: stamp(chance),
    })),
    rowsOf('site_stats', 1, (n) => ({ ss_row_id: n, ss_total_edits: '18446744073709551615' })),
    rowsOf('search_index', PAGES, (n) => ({
      si_page: n,
      si_title: words(chance, 1, 3),
      si_text: words(chance, 5, 50),
    })),
  ],
  changes: (chance, round) => [
    rowsOf('page', 15, (n) => page(chance, n), 1_000 * round),
    rowsOf('revision', 80, () => revision(chance)),
    rowsOf('page_links', 40, (n) => link(chance, n), 10_000 * round),
    `UPDATE page SET page_touched = '20240229235959', page_latest = page_latest + 1 WHERE ${oneIn(20, 'page_id', chance)}`,
    `UPDATE page SET page_title = CONCAT(page_title, X'c3a9'), page_lang = NULL WHERE ${oneIn(40, 'page_id', chance)}`,
    `UPDATE revision SET rev_minor_edit = 1 - rev_minor_edit WHERE ${oneIn(70, 'rev_id', chance)}`,
    `UPDATE content_text SET old_text = X'', old_flags = 'error' WHERE ${oneIn(50, 'old_id', chance)}`,
    `UPDATE page_links SET pl_title = CONCAT(pl_title, X'00ff') WHERE ${oneIn(60, 'pl_title', chance)}`,
    `UPDATE category_links SET cl_sortkey = 'k', cl_timestamp = cl_timestamp WHERE ${oneIn(40, 'cl_from', chance)}`,
    `UPDATE object_cache SET value = X'0001' WHERE ${oneIn(20, 'exptime', chance)}`,
    'UPDATE site_stats SET ss_total_edits = ss_total_edits - 1',
    `UPDATE search_index SET si_page = si_page + 10000 WHERE ${oneIn(60, 'si_page', chance)}`,
    `DELETE FROM page WHERE ${oneIn(60, 'page_id', chance)}`,
    `DELETE FROM page_links WHERE ${oneIn(50, 'pl_title', chance)}`,
    `DELETE FROM object_cache WHERE ${oneIn(30, 'exptime', chance)}`,
  ],
};

type Chance = Parameters<Schema['rows']>[0];

/** `20191104120000`. */
const stamp = (chance: Chance): string => String(chance.between(20_010_101_000_000, 20_291_231_235_959));

const page = (chance: Chance, n: number) => ({
  page_namespace: chance.pick([-1, 0, 0, 14]),
  page_title: chance.percent(20) ? Buffer.concat([bytes(chance, 0, 20), Buffer.from(`_${n}`)]) : `Pagé_${n}`,
  page_is_new: chance.below(2),
  page_random: chance.below(1_000_003) / 1_000_003,
  page_touched: stamp(chance),
  page_latest: n,
  page_lang: chance.pick([null, 'fr', '']),
});

const revision = (chance: Chance) => ({
  rev_page: chance.between(1, PAGES),
  rev_timestamp: stamp(chance),
  rev_minor_edit: chance.below(2),
  rev_sha1: bytes(chance, 20, 20).toString('hex').slice(0, 31),
});

const link = (chance: Chance, n: number) => ({
  pl_from: chance.between(1, PAGES),
  pl_namespace: chance.pick([0, 1, 14]),
  pl_title: Buffer.concat([bytes(chance, 0, 8), Buffer.from(`_${n}`)]),
});
