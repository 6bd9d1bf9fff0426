// Whatever dies wherever in a load, each row is loaded once. The matrix runs first, in lanes; then each of its cells is a case.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { Test } from 'mocha';
import { systemTest } from '../e2e/support/system-test.js';
import { type Matrix, runMatrix } from './matrix.js';
import { cellTitle, matrixPage, matrixTable } from './page.js';

describe('The crash matrix of the load', () => {
  let matrices: readonly Matrix[] = [];

  systemTest(
    'reaches BEGIN, LOCK, SELECT, COPY, INSERT and COMMIT in every mode',
    async (systemFixture) => {
      const began = Date.now();
      matrices = await runMatrix(systemFixture);
      for (const matrix of matrices) console.log(`\n  ${matrix.mode.title}\n${matrixTable(matrix)}`);
      const cells = matrices.flatMap((matrix) => matrix.cells);
      console.log(`\n      ${cells.length} cells in ${Math.round((Date.now() - began) / 1_000)} s`);
      const page = process.env['TIDEMARK_CRASH_MATRIX_PAGE'];
      if (page !== undefined) writeFileSync(page, matrixPage(matrices));
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

  describe('loads each row once', function () {
    const { suite } = { suite: this };
    // The cells are those of the statements that a load was seen to run, so they are cases only now.
    before(() => {
      for (const cell of matrices.flatMap(({ cells }) => cells)) {
        suite.addTest(new Test(cellTitle(cell), () => assert.equal(cell.verdict, null)));
      }
    });

    it('in a cell for each statement of each mode', () => {
      assert.ok(matrices.length > 0);
      for (const { mode, cells, boundaries } of matrices) assert.ok(cells.length >= boundaries.length, mode.title);
    });
  });
});
