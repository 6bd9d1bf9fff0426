// Source: the ledger, as the redshift room answers it. One row for each load of this table into its target.
export interface LedgerRow {
  /** `<pipeline>/<schema.table>#<seq>` */
  readonly loadId: string;
  readonly seq: number;
  readonly run: string;
  /** `s3://bucket/key` */
  readonly manifest: string;
  readonly manifestSha256: string;
  /** append, merge or full. */
  readonly mode: string;
  /** Of the manifest, all answered for. */
  readonly rows: number;
  readonly files: number;
  readonly inserted: number;
  readonly updated: number;
  readonly reapplied: number;
  readonly stale: number;
  readonly superseded: number;
  /** Rows that a full load took out of the target. */
  readonly deleted: number;
  /** COUNT(*) of the target inside the load's transaction. */
  readonly targetRows: number;
  readonly loadedAt: string;
  /** Its COPY in Redshift's own load history; null when nothing was copied. */
  readonly copyQueryId: number | null;
}

/** Rows and files by seq. */
export type LoadedByHistory = ReadonlyMap<number, { readonly rows: number; readonly files: number }>;

export interface LedgerReader {
  /** None when there is no ledger yet. Rejects with AnswersLater while a load holds it. */
  ledgerRows(): Promise<readonly LedgerRow[]>;
  /** COUNT(*) of the target; null when there is no such table. */
  targetCount(): Promise<number | null>;
  /** What Redshift's own load history says of these loads, by seq; one that it doesn't tell of is absent. */
  loadHistory(rows: readonly LedgerRow[]): Promise<LoadedByHistory>;
}
