// Aggregates, windows and the clauses of SELECT: statements and what Redshift answers.
import type { Example } from './example.js';

const SALES = `(SELECT 1 AS seller, 'b' AS item, 10 AS price UNION ALL SELECT 1, 'a', 30 UNION ALL SELECT 2, 'b', 60) AS sales`;

export const QUERIES: readonly Example[] = [
  [`SELECT LISTAGG(item, ', ') WITHIN GROUP (ORDER BY price DESC) FROM ${SALES}`, 'b, a, b'],
  [`SELECT LISTAGG(DISTINCT item, ',') WITHIN GROUP (ORDER BY item) FROM ${SALES}`, 'a,b'],
  [`SELECT LISTAGG(price) WITHIN GROUP (ORDER BY price) FROM ${SALES}`, '103060'],
  [
    `SELECT seller, LISTAGG(item, '-') WITHIN GROUP (ORDER BY item) FROM ${SALES} GROUP BY seller ORDER BY 1`,
    '1|a-b',
    '2|b',
  ],
  [
    `SELECT item, LISTAGG(price, '+') WITHIN GROUP (ORDER BY price) OVER (PARTITION BY seller) FROM ${SALES} ORDER BY price`,
    ...['b|10+30', 'a|10+30', 'b|60'],
  ],
  [
    `SELECT LISTAGG(NVL2(item, DECODE(item, 'a', 'A', item), ''), '') WITHIN GROUP (ORDER BY price) FROM ${SALES}`,
    'bAb',
  ],
  [
    `SELECT seller, RATIO_TO_REPORT(price) OVER (PARTITION BY seller) FROM ${SALES} ORDER BY price`,
    '1|0.25',
    '1|0.75',
    '2|1',
  ],
  [`SELECT MEDIAN(price) FROM ${SALES}`, '30'],
  [`SELECT seller, MEDIAN(price) FROM ${SALES} GROUP BY seller ORDER BY 1`, '1|20.0000000000000000', '2|60'],
  [`SELECT DISTINCT seller, MEDIAN(price::float8) OVER (PARTITION BY seller) FROM ${SALES} ORDER BY 1`, '1|20', '2|60'],
  [`SELECT APPROXIMATE COUNT(DISTINCT item), COUNT(*) FROM ${SALES}`, '2|3'],
  [`SELECT ANY_VALUE(seller) FROM ${SALES} WHERE seller = 2`, '2'],
  [`SELECT TOP 2 price FROM ${SALES} ORDER BY price DESC`, '60', '30'],
  [`SELECT count(*) FROM (SELECT DISTINCT TOP 1 item FROM ${SALES})`, '1'],
  [`SELECT a FROM (SELECT 1 AS a) WHERE a IN (SELECT TOP 1 1)`, '1'],
  [`SELECT item FROM ${SALES} MINUS SELECT 'b'`, 'a'],
  [`SELECT x.a, y.b FROM (SELECT 1 AS a) x JOIN (SELECT 1 AS b) AS y ON x.a = y.b`, '1|1'],
  [`SELECT "TOP", approximate FROM (SELECT 1 AS top, 2 AS approximate)`, '1|2'],
];
