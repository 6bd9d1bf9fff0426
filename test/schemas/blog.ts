// A blog: dates that are zero until something is published, stamps that the application fills in, a meta table, long options.
import { dateTime, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const NEVER = '0000-00-00 00:00:00';

export const blog: Schema = {
  name: 'blog',
  ddl: `
CREATE TABLE blog_posts (
  ID                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  post_author       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  post_date         DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_date_gmt     DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_content      LONGTEXT NOT NULL,
  post_title        TEXT NOT NULL,
  post_status       VARCHAR(20) NOT NULL DEFAULT 'publish',
  post_name         VARCHAR(200) NOT NULL DEFAULT '',
  post_modified     DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_modified_gmt DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  post_parent       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  menu_order        INT NOT NULL DEFAULT 0,
  comment_count     BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (ID),
  KEY post_name (post_name(191)),
  KEY type_status_date (post_status, post_date, ID)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE blog_postmeta (
  meta_id    BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  post_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  meta_key   VARCHAR(255) DEFAULT NULL,
  meta_value LONGTEXT,
  KEY post_id (post_id),
  KEY meta_key (meta_key(191))
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE blog_options (
  option_id    BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  option_name  VARCHAR(191) NOT NULL DEFAULT '',
  option_value LONGTEXT NOT NULL,
  autoload     VARCHAR(20) NOT NULL DEFAULT 'yes',
  UNIQUE KEY option_name (option_name)
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

CREATE TABLE blog_comments (
  comment_ID       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  comment_post_ID  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  comment_author   TINYTEXT NOT NULL,
  comment_date_gmt DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  comment_content  TEXT NOT NULL,
  comment_approved VARCHAR(20) NOT NULL DEFAULT '1',
  KEY comment_date (comment_date_gmt)
) DEFAULT CHARSET = latin1;

CREATE TABLE blog_term_relationships (
  object_id        BIGINT UNSIGNED NOT NULL DEFAULT 0,
  term_taxonomy_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  term_order       INT NOT NULL DEFAULT 0,
  PRIMARY KEY (object_id, term_taxonomy_id)
);

CREATE TABLE blog_users (
  ID              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_login      VARCHAR(60) NOT NULL DEFAULT '',
  user_registered DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
  birthday        DATE NOT NULL DEFAULT '0000-00-00',
  seen_at         TIMESTAMP NULL DEFAULT NULL
);

CREATE TABLE blog_links (
  link_id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  link_url     VARCHAR(255) NOT NULL DEFAULT '',
  link_updated DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00'
);
`,
  rows: (chance) => [
    rowsOf('blog_posts', 400, () => post(chance)),
    rowsOf('blog_postmeta', 1_200, () => meta(chance)),
    rowsOf('blog_options', 150, (n) => ({
      option_name: `option_${n}`,
      // As long as the target takes, of one and of three bytes a character.
      option_value: n === 7 ? 'x'.repeat(65_535) : n === 8 ? '湖'.repeat(21_845) : words(chance, 0, 200),
      autoload: chance.pick(['yes', 'no', 'auto']),
    })),
    rowsOf('blog_comments', 500, () => ({
      comment_post_ID: chance.between(1, 400),
      comment_author: chance.pick(['Zoë', 'Renée', 'anonymous', '']),
      comment_date_gmt: chance.pick([NEVER, dateTime(chance)]),
      comment_content: 'très court '.repeat(chance.below(30)),
      comment_approved: chance.pick(['0', '1', 'spam']),
    })),
    rowsOf('blog_term_relationships', 600, (n) => ({ object_id: 1 + (n % 400), term_taxonomy_id: Math.ceil(n / 400) })),
    rowsOf('blog_users', 60, (n) => ({
      user_login: `user ${n}`,
      user_registered: chance.pick([NEVER, dateTime(chance)]),
      birthday: chance.pick(['0000-00-00', '1988-02-29']),
      seen_at: chance.pick([null, dateTime(chance)]),
    })),
  ],
  changes: (chance, round) => [
    rowsOf('blog_posts', 15, () => post(chance)),
    rowsOf('blog_postmeta', 60, () => meta(chance)),
    rowsOf('blog_links', 5, (n) => ({ link_url: `https://example.org/${n}` })),
    // An application that forgets its own stamps, one that sets them, and a draft that becomes a post.
    `UPDATE blog_posts SET comment_count = comment_count + 1 WHERE ${oneIn(20, 'ID', chance)}`,
    `UPDATE blog_posts SET post_title = 'edited', post_modified = NOW(), post_modified_gmt = NOW() WHERE ${oneIn(25, 'ID', chance)}`,
    `UPDATE blog_posts SET post_status = 'publish', post_date_gmt = post_date WHERE post_date_gmt = '${NEVER}' LIMIT 10`,
    `UPDATE blog_options SET option_value = CONCAT('a:', ${round}, ':{}') WHERE ${oneIn(15, 'option_id', chance)}`,
    `UPDATE blog_postmeta SET meta_value = NULL WHERE ${oneIn(60, 'meta_id', chance)}`,
    `UPDATE blog_comments SET comment_approved = 'trash' WHERE ${oneIn(30, 'comment_ID', chance)}`,
    `UPDATE blog_users SET birthday = '0000-00-00', seen_at = NOW() WHERE ${oneIn(10, 'ID', chance)}`,
    `UPDATE blog_term_relationships SET term_taxonomy_id = term_taxonomy_id + 100 WHERE ${oneIn(60, 'object_id', chance)}`,
    `DELETE FROM blog_posts WHERE ${oneIn(40, 'ID', chance)}`,
    'DELETE FROM blog_postmeta WHERE post_id NOT IN (SELECT ID FROM blog_posts) LIMIT 50',
    `DELETE FROM blog_options WHERE ${oneIn(50, 'option_id', chance)}`,
  ],
};

type Chance = Parameters<Schema['rows']>[0];

function post(chance: Chance) {
  const draft = chance.percent(25);
  const written = dateTime(chance);
  return {
    post_author: chance.between(1, 60),
    post_date: written,
    post_date_gmt: draft ? NEVER : written,
    post_content: `<p>${words(chance, 0, 120)}</p>`,
    post_title: words(chance, 0, 8),
    post_status: draft ? 'draft' : 'publish',
    post_name: words(chance, 1, 4),
    post_modified: written,
    post_modified_gmt: draft ? NEVER : written,
    menu_order: chance.between(-5, 5),
  };
}

const meta = (chance: Chance) => ({
  post_id: chance.between(1, 400),
  meta_key: chance.pick([null, '_edit_lock', '_thumbnail_id', 'ünder']),
  meta_value: chance.pick([null, '', '1', words(chance, 1, 30)]),
});
