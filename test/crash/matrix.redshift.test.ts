// Whatever dies wherever in a load, each row is loaded once: the whole matrix, green.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { systemTest } from '../e2e/support/system-test.js';
import { runMatrix } from './matrix.js';
import { matrixPage, matrixTable, redCells } from './page.js';

describe('The kill matrix of the load', () => {
  systemTest(
    'is green at every boundary of every mode',
    async (systemFixture) => {
      const began = Date.now();
      const matrices = await runMatrix(systemFixture);
      for (const matrix of matrices) console.log(`\n  ${matrix.mode.title}\n${matrixTable(matrix)}`);
      const cells = matrices.flatMap((matrix) => matrix.cells);
      console.log(`\n      ${cells.length} cells in ${Math.round((Date.now() - began) / 1_000)} s`);
      const page = process.env['TIDEMARK_CRASH_MATRIX_PAGE'];
      if (page !== undefined) writeFileSync(page, matrixPage(matrices));
      assert.deepEqual(redCells(matrices), []);
      // A matrix that discovered nothing would be green too.
      for (const { mode, boundaries } of matrices) {
        const names = boundaries.map(({ name }) => name.split(' ', 1)[0]);
        for (const verb of ['BEGIN', 'LOCK', 'SELECT', 'COPY', 'INSERT', 'COMMIT']) {
          assert.ok(names.includes(verb), `${verb} is not among the statements of ${mode.title}`);
        }
      }
    },
    { sourceless: true },
  );
});
