// Whether a run may begin: the account's privileges, what proves its bound, and how the server would carry out its statements.
import type { MysqlConfig } from '../../config/types.js';
import { readsAll } from '../../contract/run-settings.js';
import type { Description } from '../schema/introspect.js';
import { boundNotProven, SourceRefused } from '../errors.js';
import type { StatementPlan } from './query-plan-rules.js';
import { checkPlan } from './query-plan.js';
import { grantOf, lackingPrivileges, needsProof } from './privileges.js';
import { askFacts, notProvable } from '../upper-bound/preconditions.js';
import { askReplicaLag } from '../extract/replica-lag.js';
import type { Session } from '../connection/connection.js';
import type { TableOptions } from '../schema/source-table.js';
import { replicaPrivilege } from '../extract/replica-lag-sql.js';

export interface ExamineOrder {
  readonly tableOptions: Pick<TableOptions, 'lag' | 'lookback'>;
  readonly rowsPerFile: number;
}

export interface Examination {
  readonly statements: readonly StatementPlan[];
  /** What reading without an index costs, with the cure; null where one serves, or little is read. */
  readonly costs: string | null;
  /** Why the bound can't be proven, whether or not the config has something in its stead; null when it can. */
  readonly unproven: string | null;
  /** It has the writes of another server. */
  readonly replica: boolean;
  /** Seconds that a replica is behind, where a limit is set: Infinity while it does not apply; null: not asked, or none. */
  readonly behind: number | null;
  /** Why the run may not begin; null when it may. */
  readonly refused: SourceRefused | null;
}

export async function examine(
  session: Session,
  described: Description,
  { tableOptions, rowsPerFile }: ExamineOrder,
  config: MysqlConfig,
): Promise<Examination> {
  const { shape, strategy, estimatedRows } = described;
  const { table } = shape;
  const asked = { table, tableOptions: { ...tableOptions, strategy }, config };
  const lacking = await lackingPrivileges(session, asked);
  const facts = await askFacts(session);
  const unproven = described.unproven ?? notProvable(facts, config.user);
  const { statements, costs } = await checkPlan(session, { shape, strategy, rowsPerFile, estimatedRows });
  const asks = config.maxReplicaLag !== null && !lacking.includes(replicaPrivilege(session.server));
  const behind = asks ? await askReplicaLag(session, table, config.user) : null;
  return { statements, costs, unproven, replica: facts.replica, behind, refused: refused() };

  function refused(): SourceRefused | null {
    // One that is lacking alone, and proves the bound, is named together with what may stand in for the proof.
    if (lacking.length > 0 && lacking.join() !== 'PROCESS') {
      const why = `the account lacks ${lacking.join(' and ')}, which this config needs`;
      return new SourceRefused('AccessDenied', table, `${why}: ${grantOf(lacking, config.user)}`);
    }
    if (unproven !== null && needsProof(asked.tableOptions)) return boundNotProven(table, unproven);
    const { maxReplicaLag } = config;
    const { lag = 0, lookback = 0 } = tableOptions;
    if (facts.replica && maxReplicaLag !== null && !readsAll(strategy) && Math.max(lag, lookback) <= maxReplicaLag) {
      const why = `it is a replica that may be ${maxReplicaLag} s behind (maxReplicaLag), and what is set is not more`;
      return boundNotProven(table, why);
    }
    return null;
  }
}
