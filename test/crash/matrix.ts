// The kill matrix: every boundary of every mode, every way to die there, each cell on a table of its own.
import type { LedgerRules } from '../../src/redshift/ledger/ledger-rules.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import type { OrderRow } from '../redshift/orders.js';
import type { SystemFixture } from '../e2e/support/system-fixture.js';
import { boundariesOf, type Boundary } from './boundaries.js';
import { check, prepare, runCell, type Cell, type Verdict } from './cell.js';
import type { Death } from './crash-points.js';
import { LOADER, openLane, type Lane } from './matrix-worker.js';
import { MODES, type Mode } from './modes.js';
import { MatrixTable } from './table.js';

/** Two processors: more would only wait for each other. */
const LANES = 4;

export interface RunCell extends Cell {
  readonly verdict: Verdict;
}
export interface Matrix {
  readonly mode: Mode;
  readonly boundaries: readonly Boundary[];
  readonly cells: readonly RunCell[];
}

/** What of it is run; everything when not said. */
export interface MatrixOptions {
  readonly rules?: LedgerRules;
  readonly only?: (cell: Cell) => boolean;
}

export async function runMatrix(
  systemFixture: SystemFixture,
  { rules, only = () => true }: MatrixOptions = {},
): Promise<Matrix[]> {
  const lanes: Lane[] = [];
  const addLane = async (): Promise<Lane> => {
    const lane = await openLane(systemFixture, rules);
    lanes.push(lane);
    return lane;
  };
  try {
    const first = await addLane();
    const grounds: Ground[] = [];
    for (const mode of MODES) grounds.push(await discover(systemFixture, first, mode));
    const cells = grounds.flatMap((ground) => cellsOf(ground).map((cell) => ({ ground, cell })));
    const done: RunCell[] = [];
    const queue = [...cells.filter(({ cell }) => only(cell)).entries()];
    while (lanes.length < Math.min(LANES, queue.length)) await addLane();
    await Promise.all(
      lanes.map(async (lane) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const [number, { ground, cell }] = next;
          const prepared = await prepare(systemFixture, lane, cell.mode, ground.earlier, `c${number}`);
          done[number] = { ...cell, verdict: await runCell(lane, prepared, cell) };
        }
      }),
    );
    return grounds.map(({ mode, boundaries }) => ({
      mode,
      boundaries,
      cells: done.filter((cell) => cell.mode === mode),
    }));
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

/** What the cells of a mode have in common. */
interface Ground {
  readonly mode: Mode;
  /** The load that left the earlier rows. */
  readonly earlier: LoadRequest | null;
  readonly boundaries: readonly Boundary[];
}

/** Loads undisturbed, and takes down what was said. */
async function discover(systemFixture: SystemFixture, lane: Lane, mode: Mode): Promise<Ground> {
  const tables = mode.title.replaceAll(/\W+/g, '_');
  const earlier =
    mode.earlier === null ? null : await loadEarlier(systemFixture, lane, mode.earlier, `earlier_${tables}`);
  const { table, request } = await prepare(systemFixture, lane, mode, earlier, `undisturbed_${tables}`);
  const recording = lane.faults.record(LOADER);
  const result = await lane.load(request);
  const said = [...recording];
  await check(lane, mode, request, [result]);
  await table.record(request, result);
  return { mode, earlier, boundaries: boundariesOf(said, request.target) };
}

async function loadEarlier(
  systemFixture: SystemFixture,
  lane: Lane,
  rows: readonly OrderRow[],
  name: string,
): Promise<LoadRequest> {
  const table = new MatrixTable(systemFixture, name, 'append');
  const request = await table.extract([rows], 1);
  await table.record(request, await lane.load(request));
  return request;
}

function cellsOf({ mode, boundaries }: Ground): Cell[] {
  const indexOf = (statement: string): number => boundaries.findIndex(({ name }) => name === statement);
  const [first, last] = mode.transactionOnly ? [indexOf('BEGIN'), indexOf('COMMIT')] : [0, boundaries.length];
  return boundaries.flatMap((boundary, at) => {
    if (at < first || at > last) return [];
    const deaths = deathsAt(boundary.name);
    // Between the two statements that a transaction opens with: neither attempt may take the other's place there.
    if (boundaries[at - 2]?.name === 'BEGIN') deaths.push({ who: 'zombie', moment: 'before' });
    return deaths.map((death) => ({ mode, boundary, death }));
  });
}

function deathsAt(statement: string): Death[] {
  const deaths: Death[] = [
    { who: 'connection', moment: 'before' },
    { who: 'connection', moment: 'after' },
  ];
  if (statement.startsWith('COPY ')) {
    deaths.push(
      { who: 'connection', moment: 'during' },
      { who: 'worker', moment: 'before' },
      { who: 'worker', moment: 'during' },
      { who: 'zombie', moment: 'during' },
    );
  }
  if (statement === 'COMMIT') deaths.push({ who: 'worker', moment: 'after' });
  return deaths;
}
