// Whether the upper bound can be proven on this source: it must be the only writer, and show all that runs on it.
import { isDenied, isUnknownStatement } from '../connection/error-numbers.js';
import type { Session } from '../connection/connection.js';
import { isApplying, isProxied } from './process-list.js';
import { PROCESS_PROBE, WRITER_FACTS } from './upper-bound-sql.js';
import { replicaStatements } from '../extract/replica-lag-sql.js';

export interface SourceFacts {
  readonly process: boolean;
  readonly replica: boolean;
  /** Statements go through a proxy, which may give each of them another connection. */
  readonly proxied?: boolean;
  /** Server variables, in lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

export async function askFacts(session: Session): Promise<SourceFacts> {
  const variables = new Map<string, string>();
  for (const [name, value] of await session.rows(WRITER_FACTS)) {
    variables.set((name ?? '').toLowerCase(), (value ?? '').toLowerCase());
  }
  const process = await allowed(session, [PROCESS_PROBE]);
  // Needs a privilege of its own: a source that may not answer is judged by what else it shows.
  const replica = (await allowed(session, replicaStatements(session.server))) ?? Number(await isApplying(session));
  const proxied = await isProxied(session);
  return { process: process !== null, replica: replica > 0, proxied, variables };
}

/**
 * Rows of the answer to the first statement that the server knows; null when the account may not ask, or it knows none.
 * Either leaves the session as it was. Whatever else the server says is thrown: it tells nothing of privileges.
 */
export async function allowed(session: Session, statements: readonly string[]): Promise<number | null> {
  for (const statement of statements) {
    try {
      return (await session.rows(statement)).length;
    } catch (error) {
      if (!session.dead && isDenied(error)) return null;
      if (session.dead || !isUnknownStatement(error)) throw error;
    }
  }
  return null;
}

/** Why not, null when it can be. */
export function notProvable(
  { process, replica, proxied = false, variables }: SourceFacts,
  user: string,
): string | null {
  const on = (name: string): boolean => ['on', '1'].includes(variables.get(name) ?? '');
  if (on('wsrep_on')) return 'it is a Galera node, and other nodes may be writing';
  if (replica || on('read_only') || on('innodb_read_only'))
    return 'it is a replica, and what its source runs is not seen';
  if ((variables.get('group_replication_group_name') ?? '') !== '' && !on('group_replication_single_primary_mode')) {
    return 'it is one of several writers of a replication group';
  }
  if (proxied) return 'a proxy stands before it, and what a session sets may not hold for its next statement';
  if (!process) return `the account can't see other sessions: GRANT PROCESS ON *.* TO '${user}'`;
  return null;
}
