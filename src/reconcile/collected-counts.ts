// Everything that the sources hold of one table, side by side. The checks decide what it means.
import { isDeletesKey, isPartKey, runsFolder } from '../contract/names.js';
import { type TableId } from '../contract/table-id.js';
import type { Watermark } from '../contract/watermark.js';
import type { ObjectStore } from '../s3/objects/open-store.js';
import { ask, type Asked, NOT_PROBED, valueOf } from './probe-result.js';
import { type Footer, readFooters, type SizedFile } from './sources/footers.js';
import type { LedgerRow } from '../contract/ledger.js';
import type { LedgerReader, LoadedByHistory } from './sources/ledger.js';
import { type ReadManifest, readManifests } from './sources/manifests.js';
import { countSource, type SourceCount, type SourceCounter } from './sources/mysql.js';
import {
  allFiles,
  type CountedReports,
  countedReports,
  type ReadExtractReport,
  readExtractReports,
} from './sources/extract-reports.js';
import { seeWatermark } from './sources/watermark.js';

export interface ReconcilePorts {
  readonly store: ObjectStore;
  /** Null: not asked. */
  readonly ledger: LedgerReader | null;
  readonly source: SourceCounter | null;
}
export interface Subject {
  readonly s3: { readonly bucket: string; readonly prefix: string };
  readonly pipeline: string;
  readonly table: TableId;
  /** Why the config has no place for the table: then there is nobody to ask but S3. Null where it has one. */
  readonly refused: string | null;
}

export interface CollectedCounts extends Subject {
  readonly watermark: Watermark | null;
  readonly unreadable: string | null;
  /** Every object in the runs' folders, by key, with its size. */
  readonly objects: ReadonlyMap<string, number>;
  readonly extractReports: readonly ReadExtractReport[];
  readonly counted: CountedReports;
  /** Of the extract reports that count, by key. */
  readonly manifests: ReadonlyMap<string, ReadManifest>;
  /** Of the files that those list and that are there, by key. */
  readonly footers: ReadonlyMap<string, Footer>;
  readonly ledger: Asked<readonly LedgerRow[]>;
  readonly history: Asked<LoadedByHistory>;
  readonly target: Asked<number | null>;
  readonly source: Asked<SourceCount>;
  /** The watermark was written while the others were asked. */
  readonly moving: boolean;
}

/** Footers already read: data files are never written twice. */
export type KnownFooters = Map<string, Footer>;

export async function collectCounts(
  ports: ReconcilePorts,
  subject: Subject,
  known: KnownFooters,
): Promise<CollectedCounts> {
  const { store, ledger, source } = ports;
  const { s3, pipeline, table, refused } = subject;
  const see = () => seeWatermark(store, s3.prefix, pipeline, table);
  const before = await see();
  const rows = ledger === null ? NOT_PROBED : await ask(() => ledger.ledgerRows());
  const objects = new Map<string, number>();
  for await (const { key, bytes } of store.list(runsFolder(s3.prefix, pipeline, table))) objects.set(key, bytes);
  const extractReports = await readExtractReports(store, [...objects.keys()]);
  const counted =
    before.watermark === null
      ? { counting: [], missing: [], contested: [] }
      : countedReports(extractReports, before.watermark, valueOf(rows));
  const manifests = await readManifests(store, counted.counting);
  const footers = await footersOf(store, objects, counted, known);
  const target = ledger === null ? NOT_PROBED : await ask(() => ledger.targetCount());
  const loads = valueOf(rows) ?? [];
  const history = ledger === null || loads.length === 0 ? NOT_PROBED : await ask(() => ledger.loadHistory(loads));
  const counts = await countSource(source, before.watermark);
  const { watermark, unreadable, version } = before;
  return {
    s3,
    pipeline,
    table,
    refused,
    watermark,
    unreadable,
    objects,
    extractReports,
    counted,
    manifests,
    footers,
    ledger: rows,
    history,
    target,
    source: counts,
    moving: (await see()).version !== version,
  };
}

async function footersOf(
  store: ObjectStore,
  objects: ReadonlyMap<string, number>,
  { counting }: CountedReports,
  known: KnownFooters,
): Promise<KnownFooters> {
  const files: SizedFile[] = [];
  for (const { key } of counting.flatMap(allFiles)) {
    const bytes = objects.get(key);
    const isData = isPartKey(key) || isDeletesKey(key);
    if (bytes !== undefined && isData && !known.has(key)) files.push({ key, bytes });
  }
  for (const [key, footer] of await readFooters(store, files)) known.set(key, footer);
  return known;
}
