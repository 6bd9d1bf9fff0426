// Strings and regular expressions: statements and what Redshift answers, the examples of its manual among them.
import type { Example } from './example.js';

export const STRINGS: readonly Example[] = [
  ["SELECT LEN('français'), LENGTH('français'), OCTET_LENGTH('français'), TEXTLEN('cat')", '8|8|9|3'],
  ["SELECT CHARINDEX('fish', 'dogfish'), CHARINDEX('x', 'dogfish'), CHARINDEX('d', 'éd')", '4|0|2'],
  ["SELECT STRPOS('dogfish', 'fish'), STRPOS('ééa', 'a')", '4|3'],
  ["SELECT BTRIM('xyzaxyzbxyzcxyz', 'xyz'), INITCAP('nibh.quisque@egestas.org')", 'axyzbxyzc|Nibh.Quisque@Egestas.Org'],
  ["SELECT SPLIT_PART('abc$def$ghi', '$', 2), SPLIT_PART('abc$def$ghi', '$', 4)", 'def|'],
  ["SELECT CONCAT('December 25, ', '2008'), CONCAT('a', NULL) IS NULL, CONCAT(1, 'a')", 'December 25, 2008|t|1a'],
  ["SELECT REPLICATE('ab', 3), REPEAT('ab', 2)", 'ababab|abab'],
  ["SELECT REGEXP_SUBSTR('the fox', 'FOX', 1, 1, 'i'), REGEXP_SUBSTR('the fox', 'cat') = ''", 'fox|t'],
  ["SELECT REGEXP_SUBSTR('abc 12 de 345', '[0-9]+', 1, 2), REGEXP_SUBSTR('a@b.org', '@(.*)', 1, 1, 'e')", '345|b.org'],
  ["SELECT REGEXP_COUNT('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}'), REGEXP_COUNT('the fox', 'FOX', 1, 'i')", '8|1'],
  ["SELECT REGEXP_INSTR('the fox', 'FOX', 1, 1, 0, 'i'), REGEXP_INSTR('the fox', 'x', 1, 1, 1)", '5|8'],
  ["SELECT REGEXP_REPLACE('the fox', 'FOX', 'quick brown fox', 1, 'i')", 'the quick brown fox'],
  ["SELECT REGEXP_REPLACE('a1b22c', '\\\\d+', '#'), REGEXP_REPLACE('a-b', '(a)-(b)', '$2-$1')", 'a#b#c|b-a'],
  ["SELECT REGEXP_REPLACE('DonecFri@semperpretiumneque.com', '@.*\\\\.(org|gov|com)')", 'DonecFri'],
  [
    "SELECT STRTOL('0xf', 16), STRTOL('abcd1234', 16), STRTOL('1234567', 10), STRTOL('110101', 2)",
    '15|2882343476|1234567|53',
  ],
  ["SELECT STRTOL('fffffffffffffff', 16), STRTOL('-7f', 16)", '1152921504606846975|-127'],
  ["SELECT STRTOL('12z', 10)", 'error 22P02'],
  ["SELECT NVL(NULL, 'a', 'b'), NVL2(NULL, 'a', 'b'), NVL2(1, 'a', 'b')", 'a|b|a'],
  [
    "SELECT DECODE(2, 1, 'one', 2, 'two', 'more'), DECODE(9, 1, 'one', 'more'), DECODE(9, 1, 'one') IS NULL",
    'two|more|t',
  ],
  ["SELECT DECODE(NULL, NULL, 'nothing', 'something'), DECODE(NVL2(1, 2, 3), 2, 'two')", 'nothing|two'],
  ["SELECT CONVERT(integer, '12') + 1, CONVERT(varchar(2), 'abc')", '13|ab'],
  ['SELECT DLOG10(100), DEXP(0), DLOG1(1)', '2|1|0'],
  [
    'SELECT version()',
    'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.77467',
  ],
];
