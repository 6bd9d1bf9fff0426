// What a checked config is. Secrets live here and in the connections made from it, and nowhere else.
import type { Deletes, Distribution } from '../contract/run-settings.js';
import type { ValuePolicies } from '../contract/value-policies.js';

export interface MysqlConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly ssl:
    | false
    | {
        /** These three in PEM. */
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        readonly rejectUnauthorized: boolean;
      };
  /** Connections that one worker process may hold to this source, over all tables. */
  readonly connections: number;
  /** Rows a second that one worker process reads from this source at most, over all tables; null: no cap. */
  readonly maxRowsPerSecond: number | null;
  /** Seconds a replica may be behind before reading from it waits; null: it is not asked. */
  readonly maxReplicaLag: number | null;
  /** How rows are read; `text` takes over where the server does not prepare statements. */
  readonly protocol: 'binary' | 'text';
}

export interface S3Config {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  /** For S3-speaking servers other than AWS. */
  readonly endpoint?: string;
  /** Absent: the AWS SDK's own chain (environment, profile, instance role). */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

export interface RedshiftConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: false | { readonly ca?: string; readonly rejectUnauthorized: boolean };
  /** `default` or an ARN (or several, comma separated, for a chain). */
  readonly iamRole: string;
  /** Schema of targets whose table names none. Absent: the schema that the table has in the source. */
  readonly schema?: string;
  /** Schema of the ledger tables, one for each target. */
  readonly ledgerSchema: string;
  readonly createTarget: 'never' | 'ifMissing';
}

/** What the config says of one table; every field may be left to a default or to the automatic choice. */
export interface TableConfig {
  readonly strategy?: 'timestamp+id' | 'timestamp' | 'id' | 'full' | 'checksum';
  readonly cursor?: string;
  /** Columns that tell rows apart: for a view, which has no key of its own, or one of several unique keys of a table. */
  readonly key?: readonly string[];
  /** A condition on the table's own columns that rows must meet to be read. */
  readonly where?: string;
  readonly stampedBy?: 'server' | 'application';
  readonly cursorZone?: string;
  readonly mode?: 'append' | 'merge' | 'full';
  readonly rowsPerFile?: number;
  readonly maxFileBytes?: number;
  readonly chunksInFlight?: number;
  /** Seconds. */
  readonly lag?: number;
  /** Seconds. */
  readonly lookback?: number;
  /** What becomes of rows in the target that are gone from the source. Strategy `checksum` alone sees them. */
  readonly deletes?: Deletes;
  /** The share of its rows, 0 to 1, that one run may delete from the target. */
  readonly maxDeletedShare?: number;
  /** `schema.table` or `table`. */
  readonly target?: string;
  readonly createTarget?: 'never' | 'ifMissing';
  /** Columns that the target has and nothing feeds: those named, or all, may stay there. */
  readonly keepTargetColumns?: true | readonly string[];
  readonly distribution?: Distribution;
  readonly sortKey?: readonly string[];
  /** By the source's column names; columns that are not in it are carried as they are. */
  readonly columns?: Readonly<Record<string, ColumnConfig>>;
  /** For values that Redshift can't hold as they are, of any column. */
  readonly values?: ValuePolicies;
}

/** `exclude` stands alone; a column may be renamed and masked. */
export interface ColumnConfig {
  readonly exclude?: true;
  readonly rename?: string;
  readonly mask?: 'hash' | { readonly keepLast: number } | null;
  /** Over those of the table. */
  readonly values?: ValuePolicies;
}

export interface PipelineConfig {
  readonly name: string;
  readonly source: MysqlConfig;
  readonly s3: S3Config;
  readonly target: RedshiftConfig;
  /** Keys are `schema.table`, with `*` as a wildcard; the first exact name wins over wildcards. */
  readonly tables: Readonly<Record<string, TableConfig>>;
  readonly defaults: TableConfig;
  readonly timeoutScale: number;
  /** Goes before every value that is hashed. A secret. */
  readonly hashSalt?: string;
}

export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly apiKey?: string;
  readonly tls: boolean;
}

export interface Config {
  /** The file it was read from, for messages. */
  readonly path: string;
  readonly temporal: TemporalConfig;
  readonly pipelines: Readonly<Record<string, PipelineConfig>>;
  /** Bytes of decoded rows that one worker process may hold. */
  readonly byteBudget: number;
}
