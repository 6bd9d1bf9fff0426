// Open point 5 as far as manifests go, and the manifest rules that are predicted or our own.
import { blocked, scan } from '../answers.js';
import type { Answer, ManifestEntry, ProbeCase } from '../case.js';
import { plain } from '../files.js';

const ask = (
  rule: string,
  collected: ProbeCase['collected'],
  question: string,
  manifest: (right: readonly ManifestEntry[]) => unknown,
  expected: Answer,
): ProbeCase => ({ rule, collected, question, manifest, expected, columns: 'c bigint', files: plain, read: 'max(c)' });

const refusedWith = (message: string): Answer => blocked(message, 15003, '');
const resized =
  (change: number) =>
  (right: readonly ManifestEntry[]): unknown => ({
    entries: right.map((entry) => ({ ...entry, meta: { content_length: (entry.meta?.content_length ?? 0) + change } })),
  });
const elsewhere =
  (mandatory: boolean) =>
  (right: readonly ManifestEntry[]): unknown => ({
    entries: right.map((entry) => ({ ...entry, url: entry.url.replace('f.parquet', 'none'), mandatory })),
  });

export const MANIFEST_CASES: readonly ProbeCase[] = [
  ask(
    'open 5',
    'open',
    'what is said of a manifest that is cut short?',
    () => '{"entries": [',
    refusedWith('Manifest file is not in correct json format'),
  ),
  ask(
    'open 5',
    'open',
    'what is said of meta without content_length?',
    (right) => ({ entries: right.map((entry) => ({ ...entry, meta: {} })) }),
    refusedWith("File entry does not have 'content_length' key."),
  ),
  ask(
    'M8',
    'K',
    'what is said of JSON of another shape?',
    () => ({ files: [] }),
    refusedWith('Manifest file is not in correct json format'),
  ),
  ask(
    'file empty',
    'K',
    'what is said of a manifest without entries?',
    () => ({ entries: [] }),
    refusedWith('Manifest file has no entries'),
  ),
  ask(
    'M2',
    'P',
    'what is said of a content_length too large?',
    resized(1),
    scan('HTTP response error code: 416 Message: InvalidRange The requested range is not satisfiable'),
  ),
  ask(
    'M2b',
    'P',
    'what is said of a content_length too small?',
    resized(-1),
    scan("File '<https>/f.parquet' has an invalid version number: "),
  ),
  ask(
    'M4',
    'K',
    'what is said of a missing mandatory file?',
    elsewhere(true),
    blocked('Mandatory url is not present in manifest file', 15003, '<s3>/none'),
  ),
  ask('M5', 'P', 'what is said when no file is there?', elsewhere(false), scan('File not found')),
];
