// Reading waits while a replica is too far behind: asked before every chunk, at most once a second for one server.
import { TidemarkError } from '../../contract/tidemark-error.js';
import type { TableId } from '../../contract/table-id.js';
import { SourceRefused } from '../errors.js';
import { isDenied, isGone, isUnknownStatement } from '../connection/error-numbers.js';
import { namedRows, type NamedRow } from '../connection/named-rows.js';
import type { Session } from '../connection/connection.js';
import { OLDEST_APPLYING, replicaPrivilege, replicaStatements, SHARED_STORAGE } from './replica-lag-sql.js';

/** Passes by itself, so it is tried again. */
export class ReplicaLags extends TidemarkError {
  /** Seconds; Infinity: it is not applying. */
  readonly behind: number;
  readonly most: number;

  constructor(address: string, behind: number, most: number) {
    const how = Number.isFinite(behind) ? `is ${Math.ceil(behind)} s behind its source` : 'is not replicating';
    super(
      'ReplicaLags',
      `the replica at ${address} ${how}, more than maxReplicaLag (${most} s): reading waits until it has caught up` +
        (Number.isFinite(behind) ? '' : '; look at SHOW REPLICA STATUS there'),
    );
    this.behind = behind;
    this.most = most;
  }
}

/** Seconds behind of the source that is farthest behind; Infinity: not applying. Null: not a replica. Pure. */
export function secondsBehind(status: readonly NamedRow[], applying: string | null): number | null {
  if (status.length === 0) return null;
  const behind = status.map((row) => {
    const seconds = row.get('seconds_behind_source') ?? row.get('seconds_behind_master') ?? null;
    return seconds === null ? Infinity : Number(seconds);
  });
  return Math.max(...behind, applying === null ? 0 : Number(applying));
}

/** Throws AccessDenied, naming the GRANT. */
export async function askReplicaLag(session: Session, table: TableId, user: string): Promise<number | null> {
  const privilege = replicaPrivilege(session.server);
  const status = await statusOf(session);
  if (status === null) {
    const why = `the account may not ask how far behind the replica is, which maxReplicaLag needs`;
    throw new SourceRefused('AccessDenied', table, `${why}: GRANT ${privilege} ON *.* TO '${user}'`);
  }
  if (status.length === 0) {
    const [[shared = null] = []] = await session.rows(SHARED_STORAGE);
    if (shared !== '1') return null;
    const why = 'it is read-only and tells of no replication, so that maxReplicaLag can never hold it';
    throw new SourceRefused(
      'BadConfig',
      table,
      `${why}: leave it out, and set "lag" above what such a reader is behind`,
    );
  }
  return secondsBehind(status, session.server === 'mysql' ? await oldestApplying(session) : null);
}

async function statusOf(session: Session): Promise<NamedRow[] | null> {
  for (const statement of replicaStatements(session.server)) {
    try {
      return await namedRows(session, statement);
    } catch (error) {
      if (session.dead) throw error;
      if (isUnknownStatement(error)) continue;
      if (isDenied(error)) return null;
      throw error;
    }
  }
  return null;
}

/** Only adds to what the status says: without the right to look, or in a MySQL before 8.0, the status alone counts. */
async function oldestApplying(session: Session): Promise<string | null> {
  try {
    const [[seconds = null] = []] = await session.rows(OLDEST_APPLYING);
    return seconds;
  } catch (error) {
    if (!session.dead && (isDenied(error) || isGone(error))) return null;
    throw error;
  }
}

/** For how many milliseconds an answer holds. */
const HOLDS_MS = 1_000;

export class LagGuard {
  private readonly now: () => number;
  private asked: { at: number; answer: Promise<number | null> } | null = null;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Throws ReplicaLags. `ask` is called when nobody has asked for a second. */
  async ensure(most: number, address: string, ask: () => Promise<number | null>): Promise<void> {
    const behind = await this.answer(ask);
    if (behind !== null && behind > most) throw new ReplicaLags(address, behind, most);
  }

  private async answer(ask: () => Promise<number | null>): Promise<number | null> {
    const at = this.now();
    const known = this.asked;
    if (known !== null && at - known.at < HOLDS_MS) {
      try {
        return await known.answer;
      } catch {
        // That was another's failure, a cancel perhaps: this one asks for itself.
        return ask();
      }
    }
    const asked = { at, answer: ask() };
    this.asked = asked;
    return asked.answer;
  }
}
