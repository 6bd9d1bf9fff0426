// Which columns get a dictionary, by tables.
import assert from 'node:assert/strict';
import { columnFor } from '../../src/parquet/columns/column-for.js';
import { wantsDictionary } from '../../src/parquet/dictionary.js';

describe('a dictionary', () => {
  const wanted = (rows: number, value: (row: number) => string, declared = 'varchar(40)'): boolean => {
    const type = { kind: 'string', maxBytes: 160, check: false } as const;
    const column = columnFor({ name: 'c', declared, nullable: true, type });
    for (let row = 0; row < rows; row++) column.add(Buffer.from(value(row)));
    return wantsDictionary(column.data());
  };

  it('is for text of few values, and for every enum', () => {
    assert.equal(
      wanted(50_000, (row) => `city ${row % 7}`),
      true,
    );
    assert.equal(
      wanted(3, (row) => `${row}`, "enum('0','1','2')"),
      true,
    );
  });

  it('is not for text that hardly repeats, however regularly it does', () => {
    for (const period of [100, 500, 1_000, 5_000, 50_000]) {
      assert.equal(
        wanted(50_000, (row) => `courier ${row % period}`),
        false,
        `period ${period}`,
      );
    }
    assert.equal(
      wanted(8, (row) => `${row}`),
      false,
    );
  });
});
