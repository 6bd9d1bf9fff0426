// Sabotage: each takes one rule of reading away, by replacing a pure function or what is handed from step to step.
import { fullName } from '../../src/contract/table-id.js';
import type { Bound, ScanPlan, Position } from '../../src/contract/position.js';
import type { TableShape } from '../../src/contract/table-shape.js';
import { BOUND_RULES, type BoundRules } from '../../src/mysql/upper-bound/rules.js';
import { floorTo } from '../../src/mysql/upper-bound/timestamp.js';

/** Asks the server directly, as a simpler program would. */
export type Ask = (sql: string) => Promise<readonly (string | null)[][]>;

export interface Tamper {
  readonly rules: BoundRules;
  /** The bound after it was fixed. */
  bound(bound: Bound, ask: Ask): Promise<Bound>;
  /** What is scanned. */
  scan(scan: ScanPlan): ScanPlan;
  shape(shape: TableShape, scan: ScanPlan): TableShape;
  /** The position that a run leaves behind. */
  position(position: Position, shape: TableShape, ask: Ask): Promise<Position>;
}

const NONE: Tamper = {
  rules: BOUND_RULES,
  bound: (bound) => Promise.resolve(bound),
  scan: (scan) => scan,
  shape: (shape) => shape,
  position: (position) => Promise.resolve(position),
};

/** No row may be only dirty; nothing that runs may write. */
const BLIND = { ...BOUND_RULES, canWrite: () => false, differ: () => false };

export const TAMPERS: Readonly<Record<string, Tamper>> = {
  none: NONE,
  /** H is the clock. */
  guard: { ...NONE, rules: { ...BLIND, firstBound: (now, digits) => floorTo(now, digits) } },
  /** Goes on behind the last cursor value, whatever rows have it too. */
  ties: {
    ...NONE,
    shape: (shape, scan) => (scan.kind === 'cursor' ? { ...shape, key: [] } : shape),
    position: (position) => Promise.resolve(position.kind === 'cursor' ? { ...position, key: [] } : position),
  },
  /** Asks for the newest row instead of remembering the last one that was read. */
  position: {
    ...NONE,
    position: async (position, shape, ask) => {
      if (position.kind !== 'cursor') return position;
      const order = ['u', ...shape.key];
      const [row] = await ask(
        `SELECT ${order.join(', ')} FROM ${fullName(shape.table)} ORDER BY ${order.map((name) => `${name} DESC`).join(', ')} LIMIT 1`,
      );
      const [at = position.at, ...key] = (row ?? []).map((value) => value ?? '');
      return { kind: 'cursor', at, key };
    },
  },
  /** Believes the server's list of transactions. */
  innodb_trx: {
    ...NONE,
    rules: BLIND,
    bound: async (bound, ask) => {
      if (bound.kind !== 'cursor') return bound;
      const [[oldest = null] = []] = await ask(
        'SELECT MIN(trx_started) FROM information_schema.INNODB_TRX WHERE trx_rows_modified > 0',
      );
      return oldest !== null && oldest < bound.before
        ? {
            kind: 'cursor',
            before: bound.before.includes('.') ? `${oldest}.${'0'.repeat(bound.before.length - 20)}` : oldest,
          }
        : bound;
    },
  },
  /** A first load reads what is stamped behind its h0 too. */
  snapshotHighWatermark: {
    ...NONE,
    scan: (scan) => (scan.kind === 'firstLoad' ? { ...scan, snapshotHighWatermark: '9999-01-01 00:00:00' } : scan),
  },
  /** Compares index entries where one tick may hold two versions of a row. */
  keyonly: { ...NONE, rules: { ...BOUND_RULES, compared: () => 'entry' } },
  /** Looks dirty first: an update in between looks like a row that is open. */
  order: { ...NONE, rules: { ...BOUND_RULES, order: ['uncommitted', 'committed'] } },
};
