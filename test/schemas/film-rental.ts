// A film rental: small tables with a stamp that has no index, a YEAR, a SET, an ENUM, a BLOB, a point, and views over joins.
import { amount, bytes, date, dateTime, expression, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const MEMBERS = 300;
const MOVIES = 400;

export const filmRental: Schema = {
  name: 'film rental',
  ddl: `
CREATE TABLE genre (
  genre_id    TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name        VARCHAR(25) NOT NULL,
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
);

CREATE TABLE movie (
  movie_id    SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  genre_id    TINYINT UNSIGNED NOT NULL,
  title       VARCHAR(128) NOT NULL,
  description TEXT,
  released    YEAR,
  fee         DECIMAL(4,2) NOT NULL DEFAULT 4.99,
  rating      ENUM('all','6','12','16','18') DEFAULT 'all',
  extras      SET('trailer','commentary','deleted scenes','making of'),
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY by_title (title),
  FULLTEXT KEY by_text (title, description),
  FOREIGN KEY (genre_id) REFERENCES genre (genre_id) ON UPDATE CASCADE
);

CREATE TABLE branch (
  branch_id   TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  street      VARCHAR(50) NOT NULL,
  location    POINT NOT NULL,
  area        POLYGON,
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  SPATIAL KEY (location)
);

CREATE TABLE member (
  member_id   SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  branch_id   TINYINT UNSIGNED NOT NULL,
  first_name  VARCHAR(45) NOT NULL,
  last_name   VARCHAR(45) NOT NULL,
  active      BOOLEAN NOT NULL DEFAULT TRUE,
  photo       BLOB,
  created     DATETIME NOT NULL,
  last_update TIMESTAMP NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
  FOREIGN KEY (branch_id) REFERENCES branch (branch_id)
);

CREATE TABLE hire (
  hire_id     INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hired       DATETIME NOT NULL,
  movie_id    SMALLINT UNSIGNED NOT NULL,
  member_id   SMALLINT UNSIGNED NOT NULL,
  returned    DATETIME,
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  UNIQUE KEY (hired, movie_id, member_id),
  FOREIGN KEY (movie_id) REFERENCES movie (movie_id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (member_id) REFERENCES member (member_id) ON DELETE CASCADE
);

CREATE TABLE receipt (
  receipt_id  SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hire_id     INT,
  amount      DECIMAL(7,2) NOT NULL,
  paid        DATE NOT NULL,
  FOREIGN KEY (hire_id) REFERENCES hire (hire_id) ON DELETE SET NULL
);

CREATE VIEW member_list AS
  SELECT m.member_id AS id, CONCAT(m.first_name, ' ', m.last_name) AS name, b.street AS address,
         IF(m.active, 'active', '') AS notes, COUNT(h.hire_id) AS hires
    FROM member m JOIN branch b ON b.branch_id = m.branch_id LEFT JOIN hire h ON h.member_id = m.member_id
   GROUP BY m.member_id, m.first_name, m.last_name, b.street, m.active;

CREATE VIEW movie_list AS
  SELECT mo.movie_id AS fid, mo.title AS title, g.name AS category, mo.fee AS price,
         GROUP_CONCAT(CONCAT(m.last_name, '/', m.member_id) ORDER BY m.member_id SEPARATOR ', ') AS members
    FROM movie mo JOIN genre g USING (genre_id) LEFT JOIN hire h USING (movie_id) LEFT JOIN member m USING (member_id)
   GROUP BY mo.movie_id, mo.title, g.name, mo.fee;

CREATE VIEW income_by_genre AS
  SELECT g.name AS genre, SUM(r.amount) AS income, COUNT(*) AS receipts, MAX(r.paid) AS latest
    FROM receipt r JOIN hire USING (hire_id) JOIN movie USING (movie_id) JOIN genre g USING (genre_id)
   GROUP BY g.name ORDER BY income DESC;

CREATE VIEW movie_short AS SELECT movie_id, LEFT(title, 10) AS title, fee * 2 AS double_fee FROM movie WHERE fee > 1;
`,
  rows: (chance) => {
    const place = (): string => `${chance.between(-180, 180)} ${chance.between(-90, 90)}`;
    return [
      rowsOf('genre', 12, () => ({ name: words(chance, 1, 2) })),
      rowsOf('movie', MOVIES, () => ({ ...movie(chance), genre_id: chance.between(1, 12) })),
      rowsOf('branch', 20, (n) => ({
        street: words(chance, 2, 4),
        location: expression(`ST_GeomFromText('POINT(${place()})')`),
        area: n % 3 === 0 ? null : expression("ST_GeomFromText('POLYGON((0 0, 3 0, 3 3, 0 0))')"),
      })),
      rowsOf('member', MEMBERS, () => member(chance)),
      rowsOf('hire', 900, (n) => hire(chance, n)),
      rowsOf('receipt', 800, (n) => ({ hire_id: n, amount: amount(chance), paid: date(chance) })),
    ];
  },
  changes: (chance, round) => [
    rowsOf('movie', 12, () => movie(chance)),
    rowsOf('member', 9, () => member(chance)),
    rowsOf('hire', 40, (n) => hire(chance, n), 1_000 * round),
    `UPDATE movie SET fee = fee + 0.5 WHERE ${oneIn(30, 'movie_id', chance)}`,
    `UPDATE movie SET extras = '', released = NULL, last_update = last_update WHERE ${oneIn(40, 'movie_id', chance)}`,
    `UPDATE member SET photo = X'00ff27', last_update = last_update WHERE ${oneIn(20, 'member_id', chance)}`,
    `UPDATE branch SET location = POINT(${chance.below(90)}, 1) WHERE ${oneIn(6, 'branch_id', chance)}`,
    `UPDATE genre SET genre_id = genre_id + 50 WHERE genre_id = ${round}`,
    `UPDATE movie SET movie_id = movie_id + 20000 WHERE movie_id < 20000 AND ${oneIn(100, 'movie_id', chance)}`,
    `UPDATE receipt SET amount = -amount WHERE ${oneIn(50, 'receipt_id', chance)}`,
    `DELETE FROM movie WHERE ${oneIn(90, 'movie_id', chance)}`,
    `DELETE FROM member WHERE ${oneIn(90, 'member_id', chance)}`,
  ],
};

type Chance = Parameters<Schema['rows']>[0];

const movie = (chance: Chance) => ({
  genre_id: chance.between(9, 12),
  title: words(chance, 1, 6),
  description: chance.percent(10) ? null : words(chance, 0, 60),
  released: chance.pick([null, 0, 1901, 1999, 2024, 2155]),
  fee: (chance.below(900) / 100).toFixed(2),
  rating: chance.pick([null, 'all', '6', '18']),
  extras: chance.pick([null, '', 'trailer', 'trailer,making of', 'commentary,deleted scenes']),
});

const member = (chance: Chance) => ({
  branch_id: chance.between(1, 20),
  first_name: words(chance, 1, 1),
  last_name: words(chance, 1, 2),
  active: chance.percent(80),
  photo: chance.pick([null, Buffer.alloc(0), bytes(chance, 1, 500)]),
  created: dateTime(chance),
});

const hire = (chance: Chance, n: number) => ({
  hired: `${date(chance)} 12:${String(n % 60).padStart(2, '0')}:00`,
  movie_id: expression(`(SELECT MIN(movie_id) FROM movie WHERE movie_id >= ${chance.between(1, MOVIES - 20)})`),
  member_id: expression(`(SELECT MIN(member_id) FROM member WHERE member_id >= ${chance.between(1, MEMBERS - 20)})`),
  returned: chance.percent(20) ? null : dateTime(chance),
});
