// An employees history: DATE in composite keys, no stamp anywhere, cascades from the employee to all of its history.
import { date, oneIn, rowsOf, type Schema, words } from './support/schema.js';

const EMPLOYEES = 500;
const OPEN_END = '9999-01-01';

export const employees: Schema = {
  name: 'employees',
  ddl: `
CREATE TABLE staff (
  staff_no   INT NOT NULL PRIMARY KEY,
  born       DATE NOT NULL,
  first_name VARCHAR(14) NOT NULL,
  last_name  VARCHAR(16) NOT NULL,
  gender     ENUM('M','F','X') NOT NULL,
  hired      DATE NOT NULL
);

CREATE TABLE unit (
  unit_no    CHAR(4) NOT NULL PRIMARY KEY,
  name       VARCHAR(40) NOT NULL UNIQUE
);

CREATE TABLE staff_unit (
  staff_no   INT NOT NULL,
  unit_no    CHAR(4) NOT NULL,
  from_date  DATE NOT NULL,
  to_date    DATE NOT NULL,
  PRIMARY KEY (staff_no, unit_no),
  FOREIGN KEY (staff_no) REFERENCES staff (staff_no) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (unit_no) REFERENCES unit (unit_no) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE position_held (
  staff_no   INT NOT NULL,
  title      VARCHAR(50) NOT NULL,
  from_date  DATE NOT NULL,
  to_date    DATE,
  PRIMARY KEY (staff_no, title, from_date),
  FOREIGN KEY (staff_no) REFERENCES staff (staff_no) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE salary (
  staff_no   INT NOT NULL,
  salary     INT NOT NULL,
  from_date  DATE NOT NULL,
  to_date    DATE NOT NULL,
  PRIMARY KEY (staff_no, from_date),
  FOREIGN KEY (staff_no) REFERENCES staff (staff_no) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE holiday (
  day        DATE NOT NULL,
  region     VARCHAR(8) NOT NULL,
  name       VARCHAR(30),
  PRIMARY KEY (day, region)
);

CREATE VIEW latest_unit AS
  SELECT staff_no, MAX(from_date) AS from_date, MAX(to_date) AS to_date FROM staff_unit GROUP BY staff_no;

CREATE VIEW current_unit AS
  SELECT l.staff_no AS staff_no, s.unit_no AS unit_no, l.from_date AS from_date
    FROM staff_unit s JOIN latest_unit l ON l.staff_no = s.staff_no AND l.from_date = s.from_date;
`,
  rows: (chance) => [
    rowsOf('staff', EMPLOYEES, (n) => person(chance, n)),
    rowsOf('unit', 9, (n) => ({ unit_no: `d00${n}`, name: `${words(chance, 1, 3)} ${n}` })),
    rowsOf('staff_unit', EMPLOYEES, (n) => ({
      staff_no: n,
      unit_no: `d00${chance.between(1, 9)}`,
      from_date: date(chance),
      to_date: OPEN_END,
    })),
    rowsOf('position_held', 1_000, (n) => held(chance, n)),
    rowsOf('salary', 2_500, (n) => salary(chance, n)),
    rowsOf('holiday', 120, (n) => ({ day: day(n), region: `r${n % 5}`, name: words(chance, 1, 1) })),
  ],
  changes: (chance, round) => [
    rowsOf('staff', 10, (n) => person(chance, n), 10_000 * round),
    rowsOf('salary', 30, (n) => ({ ...salary(chance, 1), staff_no: 10_000 * round + (n % 10), from_date: day(n) })),
    `UPDATE salary SET salary = salary + 1 WHERE ${oneIn(60, 'from_date, staff_no', chance)}`,
    // Keys that move in time, to free places beyond all others.
    `UPDATE salary SET from_date = from_date + INTERVAL 60 YEAR WHERE from_date < '2050-01-01' AND ${oneIn(90, 'staff_no', chance)}`,
    `UPDATE position_held SET to_date = NULL, title = CONCAT(title, '+') WHERE ${oneIn(80, 'staff_no', chance)}`,
    `UPDATE staff SET staff_no = staff_no + 500000 WHERE staff_no < 500000 AND ${oneIn(120, 'staff_no', chance)}`,
    `UPDATE unit SET unit_no = 'e00${round}' WHERE unit_no = 'd00${round}'`,
    `UPDATE holiday SET day = day - INTERVAL 3000 DAY WHERE ${oneIn(20, 'day', chance)}`,
    `DELETE FROM staff WHERE ${oneIn(100, 'staff_no', chance)}`,
    `DELETE FROM holiday WHERE region = 'r${round}' AND MONTH(day) = 3`,
  ],
};

type Chance = Parameters<Schema['rows']>[0];

const day = (n: number): string => new Date(Date.UTC(2001, 0, n)).toISOString().slice(0, 10);

const person = (chance: Chance, n: number) => ({
  staff_no: n,
  born: date(chance),
  first_name: words(chance, 1, 1),
  last_name: words(chance, 1, 1),
  gender: chance.pick(['M', 'F', 'X']),
  hired: date(chance),
});

const held = (chance: Chance, n: number) => ({
  staff_no: 1 + (n % EMPLOYEES),
  title: `${chance.pick(['Engineer', 'engineer', 'Senior Engineer', 'Assistente técnico', '部長'])} ${n}`,
  from_date: date(chance),
  to_date: chance.pick([null, OPEN_END, date(chance)]),
});

const salary = (chance: Chance, n: number) => ({
  staff_no: 1 + (n % EMPLOYEES),
  salary: chance.between(30_000, 150_000),
  from_date: day(n),
  to_date: chance.pick([OPEN_END, date(chance)]),
});
