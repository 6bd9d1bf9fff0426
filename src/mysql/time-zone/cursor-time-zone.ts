// The zone that a DATETIME cursor is written in: as configured, or the server's own when that has no summer time.
import type { TableId } from '../../contract/table-id.js';
import { SourceRefused } from '../errors.js';
import type { Session } from '../connection/connection.js';
import type { TableOptions } from '../schema/source-table.js';
import { serverOffsets, UNDER_SERVER_ZONE, UNDER_UTC } from './time-zone-sql.js';
import { isOffset, zoneOf } from '../upper-bound/timestamp.js';

export interface ServerZone {
  readonly name: string;
  /** Minutes ahead of UTC. */
  readonly now: number;
  readonly january: number;
  readonly july: number;
}

export async function askServerZone(session: Session): Promise<ServerZone> {
  await session.rows(UNDER_SERVER_ZONE);
  const [row = []] = await session.rows(serverOffsets(new Date().getUTCFullYear()));
  await session.rows(UNDER_UTC);
  const [now, january, july] = row.slice(0, 3).map(Number);
  return { name: row[3] ?? 'unknown', now: now ?? NaN, january: january ?? NaN, july: july ?? NaN };
}

/** Seconds of an hour that comes twice. */
const TWICE = 3_600;

/** `wanted` is the config's cursorZone. Throws BadCursor for a zone that isn't one fixed offset, save under a lookback. */
export function cursorZone(
  table: TableId,
  cursor: string,
  requested: string | undefined,
  server: ServerZone,
  { mode, lookback = 0 }: Pick<TableOptions, 'mode' | 'lookback'> = {},
): string {
  const refuse = (why: string): SourceRefused =>
    new SourceRefused('BadCursor', table, `the cursor ${cursor} is a DATETIME, ${why}`);
  if (requested !== undefined) {
    if (isOffset(requested)) return requested;
    throw refuse(`and its cursorZone "${requested}" is not an offset like "+08:00"`);
  }
  if (server.january === server.july && server.now === server.january) return zoneOf(server.now);
  if (lookback >= TWICE) return zoneOf(server.now);
  const again =
    mode === 'append'
      ? 'and "append" can\'t read it again'
      : `which a lookback of ${TWICE} s or more would read again: set "lookback: ${TWICE}"`;
  throw refuse(
    `and the server's zone ${server.name} has summer time, where an hour comes twice, ${again};` +
      ' or set cursorZone to a fixed offset if its writers use one, or use a TIMESTAMP cursor',
  );
}
