// A table without any stamp, and changes to it at random places: what strategy `checksum` has to find.
import { type Chance, chanceOf } from '../test/fuzz/random.js';

export const CHANGES = { updated: 1_000, deleted: 500, inserted: 500 } as const;

type Execute = (sql: string) => Promise<unknown>;

/** Rows that one statement adds. */
const BATCH = 250_000;

/** Ids are even: a new row fits between any two. */
export async function makeTable(execute: Execute, table: string, rows: number): Promise<void> {
  await execute(`
CREATE TABLE ${table} (
  id      BIGINT NOT NULL PRIMARY KEY,
  sku     VARCHAR(24) NOT NULL,
  name    VARCHAR(60),
  price   DECIMAL(12,2) NOT NULL,
  weight  DOUBLE,
  state   ENUM('new','sold','gone') NOT NULL,
  bought  DATE,
  stock   INT NOT NULL
)`);
  const tens = '(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)';
  const numbers =
    `(SELECT a.d + 5 * b.d + 25 * c.d + 125 * e.d + 625 * f.d + 3125 * g.d + 15625 * h.d + 78125 * i.d AS n` +
    ` FROM ${['a', 'b', 'c', 'e', 'f', 'g', 'h', 'i'].map((name) => `${tens} ${name}`).join(' JOIN ')})`;
  for (let from = 0; from < rows; from += BATCH) {
    const id = `(2 * (n + ${from}))`;
    await execute(
      `INSERT INTO ${table} SELECT ${id}, CONCAT('SKU-', ${id}), IF(n % 9 = 0, NULL, CONCAT('item ', CRC32(${id}), REVERSE(${id}))),` +
        ` n % 90000 / 100, IF(n % 7 = 0, NULL, n / 7), 1 + n % 3, DATE '2020-01-01' + INTERVAL n % 900 DAY, n % 1000` +
        ` FROM ${numbers} numbers WHERE n < ${Math.min(BATCH, rows - from)}`,
    );
  }
}

/** 1,000 updates, 500 deletes and 500 inserts at random, each of another row. */
export async function changeAtRandom(execute: Execute, table: string, rows: number, seed: number): Promise<void> {
  const { updated, deleted, inserted } = CHANGES;
  const chosen = different(chanceOf(seed), updated + deleted + inserted, rows);
  const [updates, deletes, inserts] = [
    chosen.slice(0, updated),
    chosen.slice(updated, updated + deleted),
    chosen.slice(updated + deleted),
  ];
  await execute(`UPDATE ${table} SET stock = stock + 1 WHERE id IN (${updates.map((n) => 2 * n).join()})`);
  await execute(`DELETE FROM ${table} WHERE id IN (${deletes.map((n) => 2 * n).join()})`);
  const values = inserts.map((n) => `(${2 * n + 1}, 'new', NULL, 0, NULL, 'new', NULL, 1)`);
  await execute(`INSERT INTO ${table} VALUES ${values.join()}`);
}

function different(chance: Chance, count: number, below: number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(chance.below(below));
  return [...chosen];
}
