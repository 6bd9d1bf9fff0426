// Checks the data files of runs that count: there, of the recorded size, and with the rows in their own footer.
import type { CollectedCounts } from '../collected-counts.js';
import { allFiles } from '../sources/extract-reports.js';
import { count, none, sum } from '../finding.js';
import type { Finding } from '../validation.js';

export function checkFiles({ counted, objects, footers }: CollectedCounts): Finding[] {
  const data = counted.counting.flatMap(allFiles);
  const there = data.filter(({ key }) => objects.has(key));
  const missing = data.filter(({ key }) => !objects.has(key)).map(({ key }) => `${key} is not in S3`);
  const otherSize = there.flatMap(({ key, bytes }) =>
    objects.get(key) === bytes ? [] : [`${key} has ${objects.get(key) ?? 0} bytes instead of ${bytes}`],
  );
  const otherRows = there.flatMap(({ key, rows }) => {
    const footer = footers.get(key) ?? { unreadable: 'its footer was not read' };
    if ('unreadable' in footer) return [`${key} can't be read: ${footer.unreadable}`];
    return footer.rows === rows ? [] : [`the footer of ${key} says ${count(footer.rows, 'row')} instead of ${rows}`];
  });
  const rows = sum(there, (file) => file.rows);
  const files = count(there.length, 'file');
  return [
    none('files.there', missing, data.length, `${files} in S3, as the manifests list them`),
    none('files.bytes', otherSize, there.length, `${files} of the size that the manifests say`),
    none('footers.rows', otherRows, there.length, `${count(rows, 'row')} in the footers of ${files}`),
  ];
}
