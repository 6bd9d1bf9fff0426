// What a validation says: plain JSON, for the CLI, the demo and the tests alike.
import type { TableName } from '../contract/names.js';

/** The names of the checks: stable, because scripts and tests go by them. */
export const CHECKS = {
  'watermark.there': 'a table with runs or loads has a watermark',
  'watermark.seqs': 'seq, loaded_seq, pending and last_run of the watermark fit together',
  'extract reports.each': 'every recorded extract has one extract report',
  'extract reports.rows': 'rows of the extract reports = mysql_rows_extracted',
  'extract reports.files': 'files of the extract reports = s3_file_count',
  'manifest.there': 'every extract report’s manifest is in S3',
  'manifest.sha256': 'every manifest is the one that extract report, watermark and ledger vouch for',
  'manifest.extract report': 'every manifest lists the extract report’s files',
  'files.there': 'every listed file is in S3',
  'files.bytes': 'every listed file has the size that the manifest says',
  'footers.rows': 'every file’s footer has the rows that the extract report says',
  'ledger.loads': 'the loads of the ledger are the recorded extracts that are not pending',
  'ledger.extract reports': 'every load of the ledger has the rows and files of its extract report',
  'ledger.rows': 'rows of the ledger = redshift_rows_loaded',
  'history.rows': 'rows and files of the ledger’s loads = those in Redshift’s own load history, where it still tells',
  'target.rows': 'rows of the target = those after the newest load',
  'mysql.rows': 'rows of the source = rows of the target, where that must be',
} as const;
export type Check = keyof typeof CHECKS;

/** 'state': differs because a run is at work; 'notComparable': says why instead. */
export type Agreement = boolean | 'state' | 'notComparable';

export interface Finding {
  readonly check: Check;
  readonly agrees: Agreement;
  readonly left: string | number | null;
  readonly right: string | number | null;
  readonly sentence: string;
}

/** What is no disagreement, and still worth saying. */
export interface State {
  readonly state:
    | 'neverSynced'
    | 'leaseHeld'
    | 'pending'
    | 'filesAtWork'
    | 'orphanFiles'
    | 'notAsked'
    | 'notConfigured'
    | 'loadRunning'
    | 'moving';
  readonly count: number;
  readonly sentence: string;
}

export interface RowCount {
  readonly rows: number;
}
export interface FileCount extends RowCount {
  readonly files: number;
}

export interface CountSources {
  readonly mysql?: RowCount;
  readonly footers: FileCount;
  readonly manifest: FileCount;
  readonly watermark: FileCount;
  readonly ledger?: FileCount;
  readonly target?: RowCount;
}

/**
 * What may be concluded; of several the first. 'incomplete': a source did not answer. 'misconfigured': the config has no
 * place for the table, so MySQL and Redshift were not asked. 'askAgain': a load is running, or the table was written to all
 * the while, and what that touches can't be compared yet. In all three, what could be compared agrees.
 */
export type Verdict = 'disagrees' | 'incomplete' | 'misconfigured' | 'askAgain' | 'balanced';

export interface Validation {
  readonly pipeline: string;
  readonly table: TableName;
  /** Each as that source says it; one that was not asked or did not answer is absent. */
  readonly countSources: CountSources;
  readonly findings: readonly Finding[];
  readonly states: readonly State[];
  /** No finding disagrees. What is not comparable is not held against it. */
  readonly balanced: boolean;
  readonly verdict: Verdict;
}
