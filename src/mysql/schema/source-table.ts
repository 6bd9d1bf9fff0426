// A table as the server describes it, with its configured options: the input of the choice of a strategy.
import type { ColumnConfig } from '../../config/types.js';
import type { TableId } from '../../contract/table-id.js';
import type { LoadMode, Strategy } from '../../contract/run-settings.js';
import type { SourceColumn } from './column-types.js';

export interface SourceIndex {
  readonly name: string;
  /** In index order; null for an expression or a part of a column, which serve no scan. */
  readonly columns: readonly (string | null)[];
  /** No two rows have the same values, save for NULL. */
  readonly unique?: boolean;
}

export interface SourceTable {
  readonly table: TableId;
  /** A view has neither indexes nor a key of its own. */
  readonly view: boolean;
  readonly columns: readonly SourceColumn[];
  readonly indexes: readonly SourceIndex[];
}

export interface TableOptions {
  readonly strategy?: Strategy | undefined;
  readonly mode?: LoadMode | undefined;
  readonly cursor?: string | undefined;
  readonly cursorZone?: string | undefined;
  /** Columns that tell rows apart: of a view, or one of several unique keys of a table. */
  readonly key?: readonly string[] | undefined;
  readonly where?: string | undefined;
  readonly stampedBy?: 'server' | 'application' | undefined;
  /** Seconds; above 0 the bound needs no proof. */
  readonly lag?: number | undefined;
  readonly lookback?: number | undefined;
  /** How the runs before read it: kept where the config leaves the choice, so that a new index makes no position worthless. */
  readonly readBefore?: { readonly strategy: Strategy; readonly cursor: string | null } | undefined;
  readonly columns?: Readonly<Record<string, ColumnConfig>> | undefined;
  readonly saltedHashes?: boolean | undefined;
}
