// The matrix in print: a table a mode, as Markdown that also reads well on a terminal. Pure.
import type { Death } from './crash-points.js';
import type { Matrix, RunCell } from './matrix.js';

/** A moment of null: any. */
const COLUMNS: readonly (readonly [title: string, who: Death['who'], moment: Death['moment'] | null])[] = [
  ['connection lost before', 'connection', 'before'],
  ['within', 'connection', 'during'],
  ['after', 'connection', 'after'],
  ['worker killed before', 'worker', 'before'],
  ['within', 'worker', 'during'],
  ['after', 'worker', 'after'],
  ['two at once', 'zombie', null],
];

export function matrixTable({ boundaries, cells }: Matrix): string {
  const shown = new Set(cells.map(({ boundary }) => boundary.number));
  const head = ['', 'statement', ...COLUMNS.map(([title]) => title)];
  const rows = boundaries
    .filter(({ number }) => shown.has(number))
    .map(({ number, name }) => [
      String(number),
      `\`${name.replaceAll('|', '\\|')}\``,
      ...COLUMNS.map(([, who, moment]) =>
        mark(
          cells.find(
            (c) => c.boundary.number === number && c.death.who === who && [c.death.moment, null].includes(moment),
          ),
        ),
      ),
    ]);
  const widths = head.map((title, at) => Math.max(title.length, 3, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((text, at) => text.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const mark = (cell: RunCell | undefined): string => (cell === undefined ? '' : cell.verdict === null ? 'ok' : 'RED');

/** `merge: the connection is lost before statement 7, COPY …`. */
export function cellTitle({ mode, boundary, death }: RunCell): string {
  const what = { connection: 'the connection is lost', worker: 'the worker is killed', zombie: 'two attempts meet' }[
    death.who
  ];
  return `${mode.title}: ${what} ${death.moment} statement ${boundary.number}, ${boundary.name}`;
}

export function matrixPage(matrices: readonly Matrix[]): string {
  const cells = matrices.reduce((sum, matrix) => sum + matrix.cells.length, 0);
  const tables = matrices.map((matrix) => `## ${matrix.mode.title}\n\n${matrixTable(matrix)}\n`);
  return `${HEAD.replace('{cells}', String(cells))}\n${tables.join('\n')}`;
}

const HEAD = `# The crash matrix of the load

Written by \`TIDEMARK_CRASH_MATRIX_PAGE=docs/crash-matrix.md npm run test:crash\`: {cells} cells.

A load is one transaction of many statements. The rows below are the statements of a load that is not disturbed, in every mode. For
each of them, one load into a table of its own loses its connection before the server executes the statement, or after the server
executed it and before the response arrives; COPY also after the first of its two files. At the most important statements the
loading process is killed with SIGKILL, or a second attempt of the same load starts while the first, which is considered dead,
is still alive: between its lock and its read of the ledger, and within its COPY. Then the load continues as the workflow would:
again after a retryable error, never after a final one.

A cell is \`ok\` when the fault occurred exactly once, the target has each row once with the right values, the ledger has one row for
the load, every count equals that of the undisturbed load, two simultaneous attempts return the same result, and
\`tidemark validate\` finds no difference between watermark, extract reports, manifests, footers, ledger and target. Anything else is
\`RED\`, and a failed test. Two more tests check that cells do turn red: when the ledger is ignored, and when it is read before it is
locked.

The servers are the Redshift emulator, its PostgreSQL and an S3 gateway: see \`packages/redshift-emulator/README.md\` for what that proves.
`;
