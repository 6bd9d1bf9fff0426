// What Redshift's functions answer, each by the examples of its manual and the edges that differ from PostgreSQL.
import assert from 'node:assert/strict';
import pg from 'pg';
import { EmulatorFixture } from '../emulator-fixture.js';
import { DATES } from './dates.js';
import type { Example } from './example.js';
import { HASHES } from './hashes.js';
import { JSON_EXAMPLES } from './json.js';
import { QUERIES } from './queries.js';
import { STRINGS } from './strings.js';

describe('The functions of the emulator', () => {
  let fixture: EmulatorFixture;
  let client: pg.Client;
  before(async () => {
    fixture = await EmulatorFixture.start();
    client = await fixture.connect();
  });
  after(() => fixture.close());

  async function answer(sql: string): Promise<string[]> {
    const types = { getTypeParser: () => (text: string) => text };
    try {
      const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array', types });
      return rows.map((row) => row.join('|'));
    } catch (error) {
      if (error instanceof pg.DatabaseError) return [`error ${error.code ?? ''}`];
      throw error;
    }
  }

  const groups: Record<string, readonly Example[]> = {
    'of dates and times': DATES,
    'of strings': STRINGS,
    'of JSON': JSON_EXAMPLES,
    'that hash': HASHES,
    'over many rows': QUERIES,
  };
  for (const [group, examples] of Object.entries(groups))
    describe(group, () => {
      for (const [sql, ...expected] of examples)
        it(sql.slice(0, 150), async () => assert.deepEqual(await answer(sql), expected));
    });
});
