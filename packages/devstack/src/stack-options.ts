// The options of a stack at its start, and what it reports while it runs.
import type { ServerName, SourceKind } from './state/state.js';
import type { StackStatus } from './status.js';

export interface StackOptions {
  /** Everything of this stack is kept here; made when missing. */
  dir: string;
  /** Name to Temporal type; Tidemark's own three unless given. */
  searchAttributes?: Record<string, string>;
  temporalArgs?: string[];
  /** The server that is synced from: the one this folder had last, or MariaDB, unless given. */
  source?: SourceKind;
  mysqlArgs?: string[];
  /** InnoDB's buffer pool, as the server takes it: 1G unless given. */
  mysqlBufferPool?: string;
  /** An offset (+08:00) for default_time_zone, or a name (Asia/Shanghai) for the server's system zone. */
  mysqlTimeZone?: string;
  ui?: boolean;
  /** Where programs that aren't on PATH are installed; beside the project's other local files unless given. */
  toolsDir?: string;
  log?: (line: string) => void;
  /** This process starts what has died when it is sent SIGUSR2: another `up` may ask for that. */
  revivable?: boolean;
  /** Aborted: whatever was started is ended, and startStack rejects. */
  signal?: AbortSignal;
}

export interface Stack {
  status: StackStatus;
  /** The stack was up before, in another process or by another call: stop() leaves it alone. */
  alreadyUp: boolean;
  stopServer(name: ServerName): Promise<void>;
  startServer(name: ServerName): Promise<void>;
  /** Starts again every server that has died. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export const tidemarkSearchAttributes = {
  TidemarkTable: 'Keyword',
  TidemarkPipeline: 'Keyword',
  TidemarkPhase: 'Keyword',
};
