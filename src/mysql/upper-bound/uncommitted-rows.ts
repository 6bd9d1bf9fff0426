// Looks for rows that are written and not committed: a stretch of an index read committed, then dirty, piece by piece.
import type { BoundRules, PieceRow, PieceSum, IsolationLevel } from './rules.js';
import type { Session, TextRow } from '../connection/connection.js';
import { type Axis, type Compared, pieceEnd, pieceRows, pieceSum, type IndexRange } from './upper-bound-sql.js';
import { NEXT_READ_UNCOMMITTED } from '../connection/session-settings.js';

/** Entries of a piece: what is listed, and held here, where sums differ. */
const PIECE = 100_000;

/** The smallest value in the stretch of a row that only a dirty read shows, null when there is none. */
export async function smallestUncommitted(
  session: Session,
  axis: Axis,
  indexRange: IndexRange,
  compared: Compared,
  rules: BoundRules,
): Promise<string | null> {
  let past = indexRange.past;
  for (;;) {
    const rest = { ...indexRange, past };
    const [row = null] = await session.rows(pieceEnd(axis, rest, PIECE));
    const end = row?.map((value) => value ?? '') ?? null;
    // Finding ends costs as much as summing: a long stretch is summed as one first, which is the end of it when quiet.
    const long = end !== null && past === indexRange.past;
    if (long && !(await differs(session, axis, indexRange, compared, rules))) return null;
    // A piece ends within the rows of one value, where a key tells them apart: all of a table may have been stamped at once.
    const piece = end === null ? rest : { ...rest, upTo: end };
    const found = await inPiece(session, axis, piece, compared, rules);
    // Pieces come in ascending order: what follows is larger.
    if (found !== null || end === null) return found;
    past = end;
  }
}

async function inPiece(
  session: Session,
  axis: Axis,
  piece: IndexRange,
  compared: Compared,
  rules: BoundRules,
): Promise<string | null> {
  if (!(await differs(session, axis, piece, compared, rules))) return null;
  const rows = await both(session, pieceRows(axis, piece, compared), rules.order);
  return rules.onlyUncommitted(rows.committed.map(rowOf), rows.uncommitted.map(rowOf));
}

async function differs(
  session: Session,
  axis: Axis,
  piece: IndexRange,
  compared: Compared,
  rules: BoundRules,
): Promise<boolean> {
  const sums = await both(session, pieceSum(axis, piece, compared), rules.order);
  return rules.differ(sumOf(sums.committed), sumOf(sums.uncommitted));
}

async function both(
  session: Session,
  sql: string,
  order: readonly [IsolationLevel, IsolationLevel],
): Promise<Record<IsolationLevel, readonly TextRow[]>> {
  const seen: Record<IsolationLevel, readonly TextRow[]> = { committed: [], uncommitted: [] };
  for (const isolation of order) {
    if (isolation === 'uncommitted') await session.rows(NEXT_READ_UNCOMMITTED);
    seen[isolation] = await session.rows(sql);
  }
  return seen;
}

function sumOf([[counted = null, checksum = null] = []]: readonly TextRow[]): PieceSum {
  return { counted: counted ?? '', checksum: checksum ?? '' };
}

function rowOf(row: TextRow): PieceRow {
  return { value: row[0] ?? '', identity: row.join(',') };
}
