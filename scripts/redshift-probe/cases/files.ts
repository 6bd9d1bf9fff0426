// Open points 1 and 2, and the rules of files that are predicted or our own.
import { Compression } from 'parquet-wasm';
import { loads, scan } from '../answers.js';
import type { Answer, ProbeCase } from '../case.js';
import { hidden, pagesV2, wide, WIDE_COLUMNS, written } from '../files.js';

type CollectedCounts = ProbeCase['collected'];

const number = (
  rule: string,
  collected: CollectedCounts,
  question: string,
  files: ProbeCase['files'],
  expected: Answer,
): ProbeCase => ({
  ...{ rule, collected, question, files, expected, columns: 'c bigint', read: 'max(c)' },
});
const codec = (name: 'ZSTD' | 'BROTLI' | 'LZ4_RAW', collected: CollectedCounts): ProbeCase =>
  number(
    collected === 'open' ? 'open 2' : 'file codec',
    collected,
    `does a file with codec ${name} load?`,
    written({ compression: Compression[name] }),
    scan(`File '<https>/f.parquet' uses an unsupported compression: ${name} for column 'c'.`),
  );

export const FILE_CASES: readonly ProbeCase[] = [
  number(
    'open 1',
    'open',
    'do data pages of version 2 load?',
    pagesV2,
    scan(`File '<https>/f.parquet' uses an unsupported encoding: DATA_PAGE_V2 for column 'c'.`),
  ),
  codec('ZSTD', 'open'),
  codec('BROTLI', 'P'),
  codec('LZ4_RAW', 'P'),
  number(
    'file encodings',
    'P',
    'do DELTA encodings load?',
    written({ version2: true }),
    scan(`File '<https>/f.parquet' uses an unsupported encoding: DELTA_BINARY_PACKED for column 'c'.`),
  ),
  number('file encodings', 'P', 'do dictionary pages load?', written({ dictionary: true }), loads('1')),
  {
    ...number(
      'file names',
      'K',
      'is a file whose name begins with _ loaded, skipped or refused?',
      hidden,
      scan("emulator: File '<https>/_f' has a name that begins with _ or . : such files are hidden to the scan layer"),
    ),
  },
  number(
    'file version',
    'P',
    'what is said of an object that is no Parquet?',
    { 'f.parquet': () => Buffer.from('a,b\n1,2\n') },
    scan("File '<https>/f.parquet' has an invalid version number: 1,2?"),
  ),
  {
    ...{ rule: 'limits row', collected: 'K', question: 'what is said of a row of more than 4 MB?', files: wide },
    columns: Array.from({ length: WIDE_COLUMNS }, (_, at) => `c${at} varbyte`).join(', '),
    expected: scan(
      'The row is larger than the maximum row size. Maximum: 4194304, Data: 4224000, File name: <https>/f.parquet',
    ),
  },
];
