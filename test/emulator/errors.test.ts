import assert from 'node:assert/strict';
import * as errors from '../../packages/redshift-emulator/src/errors.js';

describe("Redshift's error shape (facts 1.0)", () => {
  it('hides the reason in a DETAIL block under SQLSTATE XX000', () => {
    const { C, M, D } = errors.columnCount(20, 16, 'https://f').fields(26301369);
    assert.deepEqual([C, M], ['XX000', 'Spectrum Scan Error']);
    assert.equal(
      D,
      '\n  -----------------------------------------------\n  error:  Spectrum Scan Error\n  code:      15007\n' +
        '  context:   Unmatched number of columns between table and file. Table columns: 20, Data columns: 16, File name: https://f\n' +
        '  query:     26301369\n  location:  dory_util.cpp:1450\n  process:   worker_thread [pid=10836]\n' +
        '  -----------------------------------------------\n',
    );
  });

  it('cuts the context at 256 characters, and keeps the full text for the load history', () => {
    const error = errors.valueTooLong('city', 32, 33, `https://s3.eu-west-1.amazonaws.com/${'x'.repeat(300)}`);
    const context = /context: {3}([^\n]*)\n/.exec(error.fields(1)['D'] ?? '')?.[1];
    assert.equal(context?.length, 256);
    assert.ok(error.fullText.length > 300);
  });
});
