// The matrix can fail: with a rule of the ledger replaced, the cells that it keeps green turn red.
import assert from 'node:assert/strict';
import { LEDGER_RULES, type LedgerRules } from '../../src/redshift/ledger/ledger-rules.js';
import { systemTest } from '../e2e/support/system-test.js';
import type { Cell } from './cell.js';
import { runMatrix, type RunCell } from './matrix.js';
import { MODES } from './modes.js';

const isCommit = ({ boundary }: Cell): boolean => boundary.name === 'COMMIT';
const isZombie = ({ death }: Cell): boolean => death.who === 'zombie' && death.moment === 'before';
const nameOf = ({ mode, death, boundary }: Cell): string =>
  `${mode.title}: ${death.who} ${death.moment} ${boundary.name}`;

describe('The kill matrix with sabotage', () => {
  const redOf = (cells: readonly RunCell[]): string[] => cells.filter(({ verdict }) => verdict !== null).map(nameOf);

  systemTest(
    'is red after every COMMIT whose answer was lost when the ledger is not believed',
    async (systemFixture) => {
      const rules: LedgerRules = { ...LEDGER_RULES, loaded: () => undefined };
      const matrices = await runMatrix(systemFixture, { rules, only: isCommit });
      const cells = matrices.flatMap((matrix) => matrix.cells);
      assert.deepEqual(redOf(cells), cells.filter(({ death }) => death.moment === 'after').map(nameOf));
      assert.equal(redOf(cells).length, 2 * MODES.length);
    },
    { sourceless: true },
  );

  systemTest(
    'is red where two attempts meet when a read comes before the lock',
    async (systemFixture) => {
      const opening: LedgerRules['opening'] = (ledger, loadId) => {
        const [begin = '', ...rest] = LEDGER_RULES.opening(ledger, loadId);
        return [begin, 'SELECT COUNT(*) AS n FROM svv_tables', ...rest];
      };
      const rules: LedgerRules = { ...LEDGER_RULES, opening, loaded: (rows) => rows.find((row) => 'load_id' in row) };
      const matrices = await runMatrix(systemFixture, { rules, only: isZombie });
      const cells = matrices.flatMap((matrix) => matrix.cells);
      assert.equal(cells.length, MODES.length);
      // Where rows of the target are replaced, Redshift's own snapshot isolation stops the second: 1023, and the ledger answers.
      assert.deepEqual(redOf(cells), cells.filter(({ mode }) => mode.earlier === null).map(nameOf));
      for (const { verdict } of cells) assert.ok(verdict === null || /rows in the target/.test(verdict), verdict ?? '');
    },
    { mismatches: ['c0: ledger.loads', 'c2: ledger.loads'], sourceless: true },
  );
});
