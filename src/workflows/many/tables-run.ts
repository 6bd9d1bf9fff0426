// The state of a run over many tables: what waits, what runs, what has ended; and the part of it carried over continue-as-new.
import { ApplicationFailure, setCurrentDetails } from '@temporalio/workflow';
import { isRecord, shown } from '../../contract/json-checks.js';
import type { SyncTablesRequest } from '../../contract/many/input.js';
import {
  ENDS_A_PAGE,
  type SyncTablesProgress,
  type SyncTablesResult,
  type TableResult,
  totalsOf,
} from '../../contract/many/result.js';

/** Raised by whoever changes CarriedTables so that older code would misread it. */
const CARRIED_TABLES_VERSION = 1;

export interface CarriedTables {
  readonly version: typeof CARRIED_TABLES_VERSION;
  readonly waiting: readonly string[];
  readonly ended: readonly TableResult[];
  /** Bytes of messages kept so far. */
  readonly messages: number;
}

/** Characters of one message that are kept: it says what, where and what to do. */
const MESSAGE_LENGTH = 400;
/** Characters of all messages: ten thousand failures still fit one payload. Beyond it only their codes are kept. */
const MESSAGES_LENGTH = 200_000;

export class TablesRun {
  readonly request: SyncTablesRequest;
  waiting: string[] = [];
  state: SyncTablesProgress['state'] = 'listing';
  private readonly running = new Set<string>();
  private readonly ended: TableResult[] = [];
  private messages = 0;

  constructor(request: SyncTablesRequest) {
    this.request = request;
  }

  get endedCount(): number {
    return this.ended.length;
  }
  get runningCount(): number {
    return this.running.size;
  }

  begin(table: string): void {
    this.running.add(table);
    this.show();
  }

  end(result: TableResult): void {
    this.running.delete(result.table);
    this.ended.push(this.shortened(result));
    this.show();
  }

  result(): SyncTablesResult {
    return { pipeline: this.request.pipeline, tables: this.ended, totals: totalsOf(this.ended) };
  }

  progress(from: number): SyncTablesProgress {
    return {
      state: this.state,
      pipeline: this.request.pipeline,
      totals: totalsOf(this.ended),
      waiting: this.waiting.length,
      running: [...this.running],
      ends: this.ended.slice(from, from + ENDS_A_PAGE),
      from,
    };
  }

  carry(): CarriedTables {
    const { waiting, ended, messages } = this;
    return { version: CARRIED_TABLES_VERSION, waiting, ended, messages };
  }

  goOn({ waiting, ended, messages }: CarriedTables): void {
    this.waiting = [...waiting];
    this.ended.push(...ended);
    this.messages = messages;
    this.state = 'running';
  }

  /** Shows the run as it is now in the Temporal UI. Costs no history. */
  show(): void {
    const { tables, failed, busy, cancelled, rows, rowsLoaded } = totalsOf(this.ended);
    const failures = this.ended.filter(({ failure }) => failure !== undefined).slice(-20);
    setCurrentDetails(
      [
        `**${tables} of ${tables + this.running.size + this.waiting.length} tables ended**: ${this.state}`,
        '',
        `- failed ${failed}, busy ${busy}, cancelled ${cancelled}`,
        `- rows ${rows}, loaded ${rowsLoaded}`,
        `- running: ${[...this.running].join(', ') || '–'}`,
        ...failures.map(({ table, failure }) => `- ${table}: ${failure?.type ?? ''}: ${failure?.message ?? ''}`),
      ].join('\n'),
    );
  }

  private shortened(result: TableResult): TableResult {
    const { failure } = result;
    if (failure?.message == null) return result;
    const short =
      failure.message.length > MESSAGE_LENGTH ? `${failure.message.slice(0, MESSAGE_LENGTH)}…` : failure.message;
    const message = this.messages + short.length > MESSAGES_LENGTH ? null : short;
    this.messages += message?.length ?? 0;
    return { ...result, failure: { ...failure, message } };
  }
}

/** The state of a run that continued as new; null for one that begins. A version that is not known ends the run. */
export function carriedTables(carried: unknown): CarriedTables | null {
  if (carried == null) return null;
  const version = isRecord(carried) ? carried['version'] : undefined;
  if (version === CARRIED_TABLES_VERSION) return carried as CarriedTables;
  throw ApplicationFailure.nonRetryable(
    `the run continued with a state of version ${shown(version)}, and this worker knows version ${CARRIED_TABLES_VERSION}: ` +
      'have all workers run the same Tidemark, then start it again; each table goes on from its watermark, and nothing is lost',
    'OtherVersion',
  );
}
