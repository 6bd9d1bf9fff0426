// Checks the manifests against the extract reports and against everyone who vouches for their sha256.
import type { ExtractReport } from '../../contract/files.js';
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
  for (const extractReport of counted.counting) {
    const { key } = extractReport.manifest;
    const manifest = manifests.get(key);
    if (manifest === undefined) missing.push(`manifest ${key} of #${extractReport.seq} is not in S3`);
    else if ('unreadable' in manifest) missing.push(`manifest of #${extractReport.seq}: ${manifest.unreadable}`);
    else {
      otherSha.push(...shaDiffers(collected, watermark, extractReport, manifest));
      const how = filesDiffer(collected, extractReport, manifest);
      if (how !== null) otherFiles.push(`manifest of #${extractReport.seq} ${how}`);
    }
  }
  const all = counted.counting.length;
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

/** At most one sentence a manifest. */
function shaDiffers(
  { ledger }: CollectedCounts,
  watermark: Watermark,
  extractReport: ExtractReport,
  manifest: Listed,
): string[] {
  const { seq } = extractReport;
  const verified: (readonly [string, string | undefined])[] = [
    ['extract report', extractReport.manifest.sha256],
    ['watermark', watermark.pending.find((entry) => entry.seq === seq)?.sha256],
    ['ledger', valueOf(ledger)?.find((row) => row.seq === seq)?.manifestSha256],
  ];
  const others = verified.flatMap(([who, sha]) => (sha === undefined || sha === manifest.sha256 ? [] : [who]));
  return others.length === 0 ? [] : [`manifest of #${seq} is not the one that ${others.join(' and ')} vouch for`];
}

function filesDiffer({ s3 }: CollectedCounts, { data }: ExtractReport, { listed }: Listed): string | null {
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
