// One question to a cluster: what is tried, and what the emulator answers to it.
import type pg from 'pg';

/** What a cluster did. Addresses and names of the run are replaced by `<s3>`, `<https>`, `<schema>`. */
export type Answer =
  | { readonly outcome: 'loads'; /** What was read afterwards, as text. */ readonly read: string }
  | {
      readonly outcome: 'refused';
      readonly sqlstate: string;
      readonly message: string;
      /** `code:` and `context:` of the DETAIL block, when there is one. */
      readonly number?: number;
      readonly context?: string;
    };

export interface ManifestEntry {
  readonly url: string;
  readonly mandatory?: boolean;
  readonly meta?: { readonly content_length?: number };
}

/** Where a case does its work. */
export interface Place {
  /** `schema.table`, made for this case. */
  readonly table: string;
  /** `s3://bucket/folder` of this case. */
  readonly folder: string;
  /** `IAM_ROLE …` */
  readonly authorization: string;
  readonly client: pg.Client;
  /** A second session. */
  readonly connect: () => Promise<pg.Client>;
}

export interface ProbeCase {
  /** Of the rule in the emulator's README, or of the open point. */
  readonly rule: string;
  readonly question: string;
  /** How the rule is known: open, P predicted, K common knowledge or our own wording. */
  readonly collected: 'open' | 'P' | 'K';
  /** Columns of the case's table. */
  readonly columns: string;
  /** Objects to store, by name in the case's folder; without it one file is written that fits no question. */
  readonly files: Readonly<Record<string, () => Uint8Array>>;
  /** The manifest's text, or its value; a right one for all files unless given. */
  readonly manifest?: (right: readonly ManifestEntry[]) => unknown;
  /** Behind `FORMAT AS PARQUET MANIFEST`. */
  readonly options?: string;
  /** The statement in place of the usual COPY. */
  readonly statement?: (place: Place) => string;
  /** Run in place of one statement; answers what was read. Its error is the refusal. */
  readonly act?: (place: Place, copy: string) => Promise<string>;
  /** Read after a COPY that went well: an expression over the table. */
  readonly read?: string;
  readonly expected: Answer;
}
