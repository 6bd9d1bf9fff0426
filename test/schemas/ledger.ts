// A ledger: foreign keys that cascade deletes over two levels, and new keys; triggers that write other tables, exact amounts.
import { amount, date, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const JOURNALS = 400;

export const ledger: Schema = {
  name: 'ledger',
  ddl: `
CREATE TABLE account (
  code       VARCHAR(12) NOT NULL PRIMARY KEY,
  parent     VARCHAR(12),
  name       VARCHAR(80) NOT NULL,
  balance    DECIMAL(30,10) NOT NULL DEFAULT 0,
  entries    INT NOT NULL DEFAULT 0,
  KEY (parent)
);

CREATE TABLE journal (
  journal_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  booked     DATE NOT NULL,
  text       VARCHAR(200)
);

CREATE TABLE entry (
  journal_id BIGINT NOT NULL,
  line       SMALLINT NOT NULL,
  code       VARCHAR(12) NOT NULL,
  amount     DECIMAL(38,10) NOT NULL,
  PRIMARY KEY (journal_id, line),
  UNIQUE KEY (journal_id, code, line),
  FOREIGN KEY (journal_id) REFERENCES journal (journal_id) ON DELETE CASCADE,
  FOREIGN KEY (code) REFERENCES account (code) ON UPDATE CASCADE
);

CREATE TABLE entry_tag (
  journal_id BIGINT NOT NULL,
  line       SMALLINT NOT NULL,
  tag        VARCHAR(20) NOT NULL,
  PRIMARY KEY (journal_id, line, tag),
  FOREIGN KEY (journal_id, line) REFERENCES entry (journal_id, line) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE budget (
  code       VARCHAR(12) NOT NULL,
  year       SMALLINT NOT NULL,
  planned    DECIMAL(12,0),
  PRIMARY KEY (code, year),
  FOREIGN KEY (code) REFERENCES account (code) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE audit (
  audit_id   BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at         DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  what       VARCHAR(80) NOT NULL,
  was        DECIMAL(38,10),
  now        DECIMAL(38,10)
);

CREATE TABLE exchange_rate (
  currency   CHAR(3) NOT NULL,
  day        DATE NOT NULL,
  rate       DECIMAL(18,8) NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (currency, day),
  KEY (updated_at)
);

CREATE TRIGGER entry_added AFTER INSERT ON entry FOR EACH ROW
BEGIN
  UPDATE account SET balance = balance + NEW.amount, entries = entries + 1 WHERE code = NEW.code;
  INSERT INTO audit (what, now) VALUES (CONCAT('added ', NEW.journal_id, '/', NEW.line), NEW.amount);
END;

CREATE TRIGGER entry_changed AFTER UPDATE ON entry FOR EACH ROW
  INSERT INTO audit (what, was, now) VALUES ('changed', OLD.amount, NEW.amount);

CREATE TRIGGER entry_removed BEFORE DELETE ON entry FOR EACH ROW
  UPDATE account SET balance = balance - OLD.amount, entries = entries - 1 WHERE code = OLD.code;

CREATE TRIGGER journal_text BEFORE UPDATE ON journal FOR EACH ROW
  SET NEW.text = COALESCE(NEW.text, 'no text');

CREATE VIEW trial_balance AS
  SELECT a.code AS code, CONCAT(a.code, ' ', a.name) AS label, COALESCE(SUM(e.amount), 0) AS total, COUNT(e.line) AS n
    FROM account a LEFT JOIN entry e ON e.code = a.code GROUP BY a.code, a.name;
`,
  rows: (chance) => [
    rowsOf('account', 60, (n) => ({ code: `A${n}`, parent: n > 9 ? `A${n % 9}` : null, name: words(chance, 1, 3) })),
    rowsOf('journal', JOURNALS, () => ({ booked: date(chance), text: chance.pick([null, words(chance, 1, 4)]) })),
    rowsOf('entry', 3 * JOURNALS, (n) => entry(chance, Math.ceil(n / 3), n % 3)),
    rowsOf('entry_tag', 500, (n) => ({ journal_id: Math.ceil(n / 2), line: n % 2, tag: chance.pick(['tax', 'été']) })),
    rowsOf('budget', 120, (n) => ({ code: `A${Math.ceil(n / 2)}`, year: 2_020 + (n % 2), planned: amount(chance) })),
    rowsOf('exchange_rate', 300, (n) => rate(chance, n)),
  ],
  changes: (chance, round) => {
    const first = 10_000 * round;
    return [
      rowsOf('journal', 20, (n) => ({ journal_id: n, booked: date(chance) }), first),
      rowsOf('entry', 40, (n) => ({ ...entry(chance, first + (n % 20), n), code: 'A55' })),
      rowsOf('exchange_rate', 20, (n) => rate(chance, n), 1_000 * round),
      `UPDATE entry SET amount = amount + 0.0000000001 WHERE ${oneIn(40, 'journal_id, line', chance)}`,
      `UPDATE exchange_rate SET rate = rate * 1.01 WHERE ${oneIn(20, 'day', chance)}`,
      `UPDATE journal SET booked = booked + INTERVAL 1 DAY WHERE ${oneIn(40, 'journal_id', chance)}`,
      // New keys, carried on to entries and budgets, and to tags. Not over two levels: MySQL 9.7 refuses that.
      `UPDATE account SET code = CONCAT('B', code) WHERE code = 'A${1 + round}'`,
      `UPDATE entry SET line = line + 100 WHERE ${oneIn(90, 'journal_id', chance)}`,
      `DELETE FROM entry WHERE ${oneIn(120, 'journal_id, line', chance)}`,
      `DELETE FROM journal WHERE ${oneIn(90, 'journal_id', chance)}`,
      `DELETE FROM account WHERE code = 'A${57 + round}' AND entries = 0`,
      `DELETE FROM audit WHERE ${oneIn(60, 'audit_id', chance)}`,
    ];
  },
};

type Chance = Parameters<Schema['rows']>[0];

const entry = (chance: Chance, journal_id: number, line: number) => ({
  journal_id,
  line,
  code: `A${chance.between(1, 55)}`,
  amount: `${amount(chance, 15)}00000001`,
});

const rate = (chance: Chance, n: number) => ({
  currency: chance.pick(['EUR', 'JPY', 'CHF']),
  day: new Date(Date.UTC(2020, 0, n)).toISOString().slice(0, 10),
  rate: (chance.below(10_000_000) / 10_000).toFixed(8),
});
