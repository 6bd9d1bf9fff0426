// A forum: times as seconds since 1970, text that distinguishes case beside keys that do not, short-lived sessions.
import { epoch, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const USERS = 250;
const TOPICS = 300;

export const forum: Schema = {
  name: 'forum',
  ddl: `
CREATE TABLE forum_users (
  user_id        INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username       VARCHAR(255) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  username_clean VARCHAR(191) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '',
  user_regdate   INT UNSIGNED NOT NULL DEFAULT 0,
  user_lastvisit INT UNSIGNED NOT NULL DEFAULT 0,
  user_sig       MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL,
  UNIQUE KEY (username_clean)
);

CREATE TABLE forum_topics (
  topic_id       INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  topic_title    VARCHAR(255) COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT '',
  topic_time     INT UNSIGNED NOT NULL DEFAULT 0,
  topic_modified INT UNSIGNED NOT NULL DEFAULT 0,
  topic_views    MEDIUMINT UNSIGNED NOT NULL DEFAULT 0,
  KEY topic_modified (topic_modified)
);

CREATE TABLE forum_posts (
  post_id        INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  topic_id       INT UNSIGNED NOT NULL DEFAULT 0,
  poster_id      INT UNSIGNED NOT NULL DEFAULT 0,
  poster_ip      VARCHAR(40) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  post_time      INT UNSIGNED NOT NULL DEFAULT 0,
  post_edit_time INT UNSIGNED NOT NULL DEFAULT 0,
  post_text      MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL,
  KEY topic (topic_id, post_time)
);

CREATE TABLE forum_config (
  config_name    VARCHAR(191) COLLATE utf8mb4_general_ci NOT NULL DEFAULT '' PRIMARY KEY,
  config_value   VARCHAR(255) COLLATE utf8mb4_bin NOT NULL DEFAULT ''
);

CREATE TABLE forum_words (
  word_text      VARCHAR(120) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  word_count     MEDIUMINT UNSIGNED NOT NULL DEFAULT 0
);

CREATE TABLE forum_bookmarks (
  username       VARCHAR(60) COLLATE utf8mb4_unicode_ci NOT NULL,
  topic_id       INT UNSIGNED NOT NULL,
  tag            VARCHAR(30) COLLATE utf8mb4_bin NOT NULL,
  marked         INT UNSIGNED NOT NULL,
  PRIMARY KEY (username, topic_id, tag)
);

CREATE TABLE forum_sessions (
  session_id     CHAR(32) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  session_time   INT UNSIGNED NOT NULL,
  session_page   VARCHAR(255) NOT NULL
) ENGINE = MEMORY;

CREATE TABLE forum_topics_posted (
  user_id        INT UNSIGNED NOT NULL,
  topic_id       INT UNSIGNED NOT NULL,
  topic_posted   TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, topic_id)
);

CREATE TABLE forum_log (
  log_time       INT UNSIGNED NOT NULL,
  log_operation  TEXT NOT NULL,
  KEY (log_time)
);
`,
  rows: (chance) => [
    rowsOf('forum_users', USERS, (n) => user(chance, n)),
    rowsOf('forum_topics', TOPICS, () => topic(chance)),
    rowsOf('forum_posts', 1_200, () => post(chance)),
    rowsOf('forum_config', 120, (n) => ({ config_name: `Setting_${n}`, config_value: words(chance, 0, 3) })),
    rowsOf('forum_words', 500, (n) => ({ word_text: word(n), word_count: chance.below(100) })),
    rowsOf('forum_bookmarks', 400, (n) => bookmark(chance, n)),
    rowsOf('forum_sessions', 150, (n) => session(chance, n)),
    rowsOf('forum_topics_posted', 400, (n) => ({ user_id: 1 + (n % USERS), topic_id: n, topic_posted: 1 })),
    rowsOf('forum_log', 150, () => ({ log_time: epoch(chance), log_operation: words(chance, 1, 3) })),
  ],
  changes: (chance, round) => [
    rowsOf('forum_users', 8, (n) => user(chance, n), 1_000 * round),
    rowsOf('forum_posts', 60, () => post(chance)),
    rowsOf('forum_words', 20, (n) => ({ word_text: word(n), word_count: 1 }), 1_000 * round),
    rowsOf('forum_sessions', 15, (n) => session(chance, n), 1_000 * round),
    rowsOf('forum_log', 9, () => ({ log_time: epoch(chance), log_operation: '' })),
    `UPDATE forum_topics SET topic_views = topic_views + 1 WHERE ${oneIn(15, 'topic_id', chance)}`,
    `UPDATE forum_topics SET topic_title = 'moved', topic_modified = UNIX_TIMESTAMP() WHERE ${oneIn(20, 'topic_id', chance)}`,
    `UPDATE forum_posts SET post_text = CONCAT(post_text, ' '), post_edit_time = 0 WHERE ${oneIn(50, 'post_id', chance)}`,
    // The same keys in another case, with another accent, and with a blank more.
    `UPDATE forum_config SET config_name = UPPER(config_name) WHERE ${oneIn(30, 'config_name', chance)}`,
    `UPDATE forum_bookmarks SET username = REPLACE(username, 'Zoë', 'zoe') WHERE ${oneIn(10, 'topic_id', chance)}`,
    `UPDATE forum_bookmarks SET tag = 'A' WHERE tag = 'a' AND ${oneIn(12, 'topic_id', chance)}`,
    `UPDATE forum_words SET word_text = CONCAT(word_text, 'é') WHERE ${oneIn(60, 'word_text', chance)}`,
    `UPDATE forum_users SET username = LOWER(username), user_lastvisit = 4294967295 WHERE ${oneIn(25, 'user_id', chance)}`,
    `DELETE FROM forum_sessions WHERE ${oneIn(10, 'session_id', chance)}`,
    `DELETE FROM forum_posts WHERE ${oneIn(60, 'post_id', chance)}`,
    `DELETE FROM forum_words WHERE ${oneIn(50, 'word_text', chance)}`,
    `DELETE FROM forum_topics WHERE ${oneIn(70, 'topic_id', chance)}`,
    'DELETE FROM forum_log ORDER BY log_time LIMIT 30',
  ],
};

type Chance = Parameters<Schema['rows']>[0];

/** Words that differ in case or accent alone are two words here. */
const word = (n: number): string => `${['mot', 'Mot', 'môt', 'слово', '語', "l'eau"][n % 6] ?? ''}${Math.floor(n / 6)}`;

const user = (chance: Chance, n: number) => ({
  username: `Ünser ${n}`,
  username_clean: `unser ${n}`,
  user_regdate: epoch(chance),
  user_lastvisit: chance.pick([0, epoch(chance)]),
  user_sig: words(chance, 0, 10),
});

const topic = (chance: Chance) => ({
  topic_title: words(chance, 1, 8),
  topic_time: epoch(chance),
  topic_modified: chance.pick([0, epoch(chance)]),
});

const post = (chance: Chance) => ({
  topic_id: chance.between(1, TOPICS),
  poster_id: chance.between(1, USERS),
  poster_ip: chance.pick(['127.0.0.1', '::1', '']),
  post_time: epoch(chance),
  post_text: `[b]${words(chance, 0, 80)}[/b]\n`,
});

const bookmark = (chance: Chance, n: number) => ({
  username: `${chance.pick(['Zoë', 'zoé', 'ZOE', 'Ana'])} ${n % 40}`,
  topic_id: n,
  tag: chance.pick(['a', 'b', 'ß', 'ss']),
  marked: epoch(chance),
});

const session = (chance: Chance, n: number) => ({
  session_id: String(n).padStart(32, 'aB'),
  session_time: epoch(chance),
  session_page: words(chance, 1, 3),
});
