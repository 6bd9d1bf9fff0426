// How a table is read: as its config says, else by what its columns, indexes and the server allow.
import { SourceRefused } from '../errors.js';
import type { Session } from '../connection/connection.js';
import { ambiguousKey, unscannableKey } from '../preflight/key-collation.js';
import { askFacts, notProvable } from '../upper-bound/preconditions.js';
import { automaticStrategy } from './automatic-strategy.js';
import { type ChosenKey, findKey } from './choose-key.js';
import { type Chosen, configuredStrategy } from './choose-strategy.js';
import { serverStamp } from './server-stamp.js';
import type { SourceTable, TableOptions } from './source-table.js';
import { notProvenHere, type TableFacts } from './table-facts.js';

interface Asked {
  readonly facts: TableFacts;
  readonly tableOptions: TableOptions;
  /** Of the account, for the GRANT that is lacking. */
  readonly user: string;
}

/** Throws SourceRefused with what to do. */
export async function chosenFor(session: Session, source: SourceTable, asked: Asked): Promise<Chosen> {
  const configured = configuredStrategy(source, asked.tableOptions);
  if (configured !== null) return configured;
  const before = asBefore(source, asked.tableOptions);
  if (before !== null) return before;
  const key = findKey(source, asked.tableOptions.key);
  const keyUnsafe = key instanceof SourceRefused ? null : await unsafe(session, source, key);
  const boundUnproven = key instanceof SourceRefused ? null : await unproven(session, source, key, asked);
  const chosen = automaticStrategy(source, asked.tableOptions, key, { boundUnproven, keyUnsafe });
  return { ...chosen, keyIsSafe: keyUnsafe === null };
}

function asBefore(source: SourceTable, tableOptions: TableOptions): Chosen | null {
  if (tableOptions.readBefore === undefined) return null;
  const { strategy, cursor } = tableOptions.readBefore;
  const chosen = configuredStrategy(source, { ...tableOptions, strategy, cursor: cursor ?? undefined });
  const by = cursor === null ? '' : ` by ${cursor}`;
  return chosen && { ...chosen, reason: `the runs before read it so${by}; the key is (${chosen.key.join(', ')})` };
}

async function unsafe(session: Session, { table, columns }: SourceTable, { key }: ChosenKey): Promise<string | null> {
  return (
    (await unscannableKey(session, { table, key }, columns)) ?? (await ambiguousKey(session, { table, key }, columns))
  );
}

/** Asked only where there is a cursor to be proven, and nothing of the config's stands in for the proof. */
async function unproven(
  session: Session,
  source: SourceTable,
  { key }: ChosenKey,
  { facts, tableOptions, user }: Asked,
): Promise<string | null> {
  const { cursor } = serverStamp(source, key);
  const { lag = 0, lookback = 0 } = tableOptions;
  if (cursor === null || lag > 0 || lookback > 0) return null;
  return notProvenHere(facts, { cursor }, tableOptions) ?? notProvable(await askFacts(session), user);
}
