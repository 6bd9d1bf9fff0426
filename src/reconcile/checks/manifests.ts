// Checks the manifests against the extract reports and against everyone who vouches for their sha256.
import type { DataFile, ExtractReport } from '../../contract/files.js';
import type { Watermark } from '../../contract/watermark.js';
import { valueOf } from '../probe-result.js';
import type { CollectedCounts } from '../collected-counts.js';
import { count, none } from '../finding.js';
import type { ReadManifest } from '../sources/manifests.js';
import type { Finding } from '../validation.js';

type Listed = Extract<ReadManifest, { listed: unknown }>;

export function checkManifests(collected: CollectedCounts, watermark: Watermark): Finding[] {
  const { counted, manifests } = collected;
  const missing: string[] = [];
  const otherSha: string[] = [];
  const otherFiles: string[] = [];
  let all = 0;
  for (const extractReport of counted.counting) {
    for (const { key, data, verified } of manifestsOf(collected, watermark, extractReport)) {
      const { seq } = extractReport;
      const manifest = manifests.get(key);
      all += 1;
      if (manifest === undefined) missing.push(`manifest ${key} of #${seq} is not in S3`);
      else if ('unreadable' in manifest) missing.push(`manifest of #${seq}: ${manifest.unreadable}`);
      else {
        const others = verified.flatMap(([who, sha]) => (sha === undefined || sha === manifest.sha256 ? [] : [who]));
        if (others.length > 0)
          otherSha.push(`manifest of #${seq} is not the one that ${others.join(' and ')} vouch for`);
        const how = filesDiffer(collected, data, manifest);
        if (how !== null) otherFiles.push(`manifest of #${seq} ${how}`);
      }
    }
  }
  const there = all - missing.length;
  return [
    none('manifest.there', missing, all, `${count(all, 'manifest')} in S3`),
    none('manifest.sha256', otherSha, there, `${count(there, 'manifest')} unchanged since they were recorded`),
    none(
      'manifest.extract report',
      otherFiles,
      there,
      `${count(there, 'manifest')} with exactly the extract reports' files`,
    ),
  ];
}

interface Expected {
  readonly key: string;
  readonly data: readonly DataFile[];
  /** Who says what its sha256 is. */
  readonly verified: readonly (readonly [string, string | undefined])[];
}

/** The manifest of a run, and that of its deletes, which the ledger does not name. */
function manifestsOf({ ledger }: CollectedCounts, watermark: Watermark, extractReport: ExtractReport): Expected[] {
  const { seq, manifest, data, deletes } = extractReport;
  const pending = watermark.pending.find((entry) => entry.seq === seq);
  const verified: Expected['verified'] = [
    ['extract report', manifest.sha256],
    ['watermark', pending?.sha256],
    ['ledger', valueOf(ledger)?.find((row) => row.seq === seq)?.manifestSha256],
  ];
  const rows = { key: manifest.key, data, verified };
  if (deletes === undefined) return [rows];
  const named: Expected['verified'] = [
    ['extract report', deletes.sha256],
    ['watermark', pending?.deletes?.sha256],
  ];
  return [rows, { key: deletes.manifest, data: deletes.data, verified: named }];
}

function filesDiffer({ s3 }: CollectedCounts, data: readonly DataFile[], { listed }: Listed): string | null {
  const elsewhere = listed.find(({ bucket }) => bucket !== s3.bucket);
  if (elsewhere !== undefined) return `lists ${elsewhere.key} in bucket ${elsewhere.bucket}`;
  const sizes = new Map(listed.map(({ key, bytes }) => [key, bytes]));
  if (sizes.size !== listed.length) return 'lists a file twice';
  const lacking = data.find(({ key }) => !sizes.has(key));
  if (lacking !== undefined) return `lacks ${lacking.key}`;
  if (sizes.size !== data.length) return `lists ${sizes.size} files, the extract report ${data.length}`;
  const other = data.find(({ key, bytes }) => sizes.get(key) !== bytes);
  return other === undefined
    ? null
    : `says ${sizes.get(other.key) ?? 0} bytes of ${other.key}, the extract report ${other.bytes}`;
}
