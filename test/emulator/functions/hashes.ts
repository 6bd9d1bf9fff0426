// Hashes: statements and what Redshift answers, the examples of its manual among them.
import { createHash } from 'node:crypto';
import type { Example } from './example.js';

// Lengths around the 64 bytes of a block.
const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 200];
const hash = (name: string, text: string): string => createHash(name).update(text).digest('hex');

export const HASHES: readonly Example[] = [
  ["SELECT MD5('Amazon Redshift')", 'f7415e33f972c03abd4f3fed36748f7a'],
  [
    "SELECT FUNC_SHA1('Amazon Redshift'), SHA('Amazon Redshift')",
    Array(2).fill(hash('sha1', 'Amazon Redshift')).join('|'),
  ],
  ...LENGTHS.map((n): Example => [`SELECT SHA1('${'é'.repeat(n)}')`, hash('sha1', 'é'.repeat(n))]),
  ["SELECT SHA2('Amazon Redshift', 0), SHA2('é', 256)", `${hash('sha256', 'Amazon Redshift')}|${hash('sha256', 'é')}`],
  [
    "SELECT SHA2('a', 224), SHA2('a', 384), SHA2('a', 512)",
    ['224', '384', '512'].map((n) => hash(`sha${n}`, 'a')).join('|'),
  ],
  ["SELECT CRC32('123456789')", 'e3069283'],
  ['SELECT FNV_HASH(1)', '-5968735742475085980'],
  ["SELECT FNV_HASH('Amazon Redshift')", '7783490368944507294'],
  ["SELECT FNV_HASH('Amazon Redshift', FNV_HASH(1))", '-2202602717770968555'],
  ["SELECT FNV_HASH('abcd'), FNV_HASH('cd', FNV_HASH('ab'))", '-281581062704388899|-281581062704388899'],
  ['SELECT FNV_HASH(1::smallint), FNV_HASH(1::bigint)', '589727492704079044|-8517097267634966620'],
];
