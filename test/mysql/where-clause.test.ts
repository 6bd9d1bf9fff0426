// Which conditions may be filters, and why others may not.
import assert from 'node:assert/strict';
import { whereClauseError } from '../../src/mysql/schema/where-clause.js';

describe('a filter', () => {
  const good = [
    "status = 'settled'",
    'shop IN (1, 2) AND NOT (deleted)',
    "`odd col``umn` LIKE 'a;--b%' OR LOWER(name) <> \"it''s\"",
    'COALESCE(amount, 0) BETWEEN 1 AND 1e3',
    "CAST(code AS UNSIGNED) % 2 = 0 AND created >= '2026-01-01'",
    "CASE WHEN kind = 'x' THEN 1 ELSE 0 END = 1",
    "status = 'SELECT NOW()'",
  ];
  for (const filter of good) it(`may be ${filter}`, () => assert.equal(whereClauseError(filter), null));

  const bad: [string, RegExp][] = [
    ['', /empty/],
    ['a = 1; DROP TABLE t', /";"/],
    ['a = 1 -- rest', /comment/],
    ['a = 1 /* rest */', /comment/],
    ['a = 1 # rest', /comment/],
    ['a = 1) OR (1 = 1', /closes nothing/],
    ['(a = 1', /not closed/],
    ["a = 'x", /' is not closed/],
    ['id IN (SELECT id FROM other)', /SELECT/],
    ['at < NOW()', /NOW\(\)/],
    ['at < CURRENT_TIMESTAMP', /CURRENT_TIMESTAMP/],
    ['at < UNIX_TIMESTAMP()', /UNIX_TIMESTAMP/],
    ['RAND() < 0.5', /RAND\(\)/],
    ['a = @x', /"@"/],
    ['my_function(a) = 1', /MY_FUNCTION/],
    ['shop.my_function(a) = 1', /MY_FUNCTION/],
    ['SLEEP(5) = 0', /SLEEP/],
    ['a = 1 ORDER BY b', /ORDER/],
    ['a = 1 LIMIT 5', /LIMIT/],
    ['a = 1 FOR UPDATE', /FOR/],
  ];
  for (const [filter, why] of bad)
    it(`may not be ${filter || 'nothing'}`, () => assert.match(whereClauseError(filter) ?? '', why));
});
