// Faults by SQL, on any connection: SET emulator.fault TO '…' arms one, SHOW emulator.faults counts them, RESET emulator.faults clears.
import { Cursor, quoteLiteral } from '../sql/cursor.js';
import type { Statement } from '../sql/statements.js';
import { parseFault, type Fault } from './fault.js';
import type { Faults } from './faults.js';

export type FaultCommand = { readonly do: 'arm'; readonly fault: Fault } | { readonly do: 'list' | 'clear' };

/** Undefined for other statements. Throws RedshiftError for a text that is no fault. */
export function faultCommand(statement: Statement): FaultCommand | undefined {
  const cursor = new Cursor(statement);
  const verb = cursor.next().value;
  if (!cursor.accept('emulator') || !cursor.acceptSymbol('.')) return undefined;
  if (verb === 'set' && cursor.accept('fault')) {
    if (!cursor.accept('to')) cursor.expectSymbol('=');
    return { do: 'arm', fault: parseFault(cursor.string()) };
  }
  if (!cursor.accept('faults')) return undefined;
  return verb === 'show' ? { do: 'list' } : verb === 'reset' ? { do: 'clear' } : undefined;
}

// The list goes through a setting of the session, so that the database itself answers in either protocol.
const LIST = 'emulator.fault_list';

/** What PostgreSQL gets in place of the command. */
export const LISTING = `SELECT * FROM pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('${LIST}')::jsonb)
  AS faults (id int, fault varchar, seen int, struck int) ORDER BY id`;
export const CLEARED = `SET ${LIST} TO '[]'`;

/** Does it; answers what must run, hidden, before the statement. */
export function obeyFaultCommand(command: FaultCommand, faults: Faults): string[] {
  if (command.do === 'arm') faults.add(command.fault);
  else if (command.do === 'clear') faults.clear();
  const list = faults.list().map(({ id, fault, seen, struck }) => ({ id, fault: fault.text, seen, struck }));
  return [`SELECT pg_catalog.set_config('${LIST}', ${quoteLiteral(JSON.stringify(list))}, false)`];
}
