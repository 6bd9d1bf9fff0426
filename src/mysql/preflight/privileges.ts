// Which privileges the account lacks for what its config asks: all of them at once, so that they are granted once.
import type { MysqlConfig } from '../../config/types.js';
import { readsAll } from '../../contract/run-settings.js';
import { fullName, type TableId } from '../../contract/table-id.js';
import { SourceRefused } from '../errors.js';
import { allowed } from '../upper-bound/preconditions.js';
import type { Session } from '../connection/connection.js';
import type { TableOptions } from '../schema/source-table.js';
import { PROCESS_PROBE } from '../upper-bound/upper-bound-sql.js';
import { replicaPrivilege, replicaStatements } from '../extract/replica-lag-sql.js';

interface Asked {
  readonly table: TableId;
  readonly tableOptions: Pick<TableOptions, 'strategy' | 'lag' | 'lookback'>;
  readonly config: Pick<MysqlConfig, 'user' | 'maxReplicaLag'>;
}

/** Whether the bound has to be proven: nothing that the config says stands in for the proof. */
export function needsProof({ strategy, lag = 0, lookback = 0 }: Asked['tableOptions']): boolean {
  return !readsAll(strategy) && lag <= 0 && lookback <= 0;
}

/** Global privileges, as they are granted. */
export async function lackingPrivileges(session: Session, { tableOptions, config }: Asked): Promise<string[]> {
  const lacking: string[] = [];
  if (needsProof(tableOptions) && (await allowed(session, [PROCESS_PROBE])) === null) lacking.push('PROCESS');
  if (config.maxReplicaLag !== null && (await allowed(session, replicaStatements(session.server))) === null) {
    lacking.push(replicaPrivilege(session.server));
  }
  return lacking;
}

export function grantOf(lacking: readonly string[], user: string): string {
  return `GRANT ${lacking.join(', ')} ON *.* TO '${user}'`;
}

/** A table that can't be seen is reported together with whatever else the account lacks. */
export async function withLacking<T>(session: Session, asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceRefused) || error.type !== 'UnknownTable' || session.dead) throw error;
    const lacking = await lackingPrivileges(session, asked);
    if (lacking.length === 0) throw error;
    const serverMessage = error.message.slice(`${fullName(asked.table)}: `.length);
    const also = `the account also lacks ${lacking.join(' and ')}: ${grantOf(lacking, asked.config.user)}`;
    throw new SourceRefused(error.type, asked.table, `${serverMessage}; ${also}`);
  }
}
