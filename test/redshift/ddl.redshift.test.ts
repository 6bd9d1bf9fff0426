// The DDL that people get: as text, and run as it is on a warehouse that refuses what Redshift refuses.
import { tableId } from '../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type pg from 'pg';
import type { TargetLayout } from '../../src/contract/run-settings.js';
import type { ColumnShape, ColumnType, Mask } from '../../src/contract/table-shape.js';
import { targetShape, type TargetShape } from '../../src/contract/target-shape.js';
import { openEncoder } from '../../src/parquet/encoder.js';
import { copyManifest, LAST_COPY_COUNT } from '../../src/redshift/load/copy-sql.js';
import { targetDdl } from '../../src/redshift/target/ddl-sql.js';
import { countRows } from '../../src/redshift/target/target-sql.js';
import { columnList, tableText } from '../../src/redshift/connection/sql-text.js';
import { requireLayout } from '../../src/redshift/target/target-layout.js';
import { rows, EmulatorFixture } from '../emulator/emulator-fixture.js';

const column = (name: string, declared: string, type: ColumnType, more: Partial<ColumnShape> = {}): ColumnShape => ({
  ...{ name, declared, nullable: false, type },
  ...more,
});
const text = (characters: number): ColumnType => ({ kind: 'string', maxBytes: characters * 4, check: false });
const CURSOR = { name: 'updated_at', index: 'by_update', digits: 6, zoned: true };

const ORDERS: TargetShape = {
  columns: [
    column('Id', 'bigint(20) unsigned', { kind: 'decimal', precision: 20, scale: 0 }),
    column('price', 'decimal(18,4)', { kind: 'decimal', precision: 18, scale: 4 }),
    column('state', "enum('new','paid;sent','x\n-- y')", text(9)),
    column('email', 'varchar(100)', text(100), { mask: { kind: 'hash', salted: true } }),
    column('card', 'char(16)', text(16), { mask: { kind: 'keepLast', characters: 4 }, rename: 'Card_End' }),
    column('note', 'text', { kind: 'string', maxBytes: 65_535, check: true }, { mask: { kind: 'null' } }),
    column('day', 'date', { kind: 'date' }),
    column('updated_at', 'timestamp(6)', { kind: 'timestamp', digits: 6 }),
  ],
  key: ['Id'],
  cursor: CURSOR,
};

const TO = { schema: 'Public', table: 'Orders', mode: 'merge' } as const;
const ddl = (shape: TargetShape, layout: TargetLayout = {}, withSchema = false): string =>
  targetDdl(tableId('shop.Orders'), { ...TO, ...layout }, targetShape(shape), { withSchema });

const EXPECTED = `-- public.orders: what MySQL has as shop.Orders
CREATE TABLE IF NOT EXISTS "public"."orders" (
  "id" DECIMAL(20,0) NOT NULL, -- bigint(20) unsigned
  "price" DECIMAL(18,4), -- decimal(18,4)
  "state" VARCHAR(36), -- enum('new','paid sent','x -- y')
  "email" VARCHAR(64), -- varchar(100), masked: hash
  "card_end" VARCHAR(64), -- char(16), masked: keeps the last 4
  "note" VARCHAR(65535), -- text, masked: null
  "day" DATE, -- date
  "updated_at" TIMESTAMP, -- timestamp(6)
  PRIMARY KEY ("id")
) DISTKEY ("id") SORTKEY ("updated_at");
`;

describe('the DDL of a target', () => {
  it('says of each column what it is in MySQL and what its mask leaves', () => {
    assert.equal(ddl(ORDERS), EXPECTED);
  });

  it('is laid out as the config says, by the names of the target', () => {
    const tail = (layout: TargetLayout): string => ddl(ORDERS, layout).split('\n').at(-2) ?? '';
    assert.equal(tail({ distribution: 'even' }), ') DISTSTYLE EVEN SORTKEY ("updated_at");');
    assert.equal(tail({ distribution: 'all' }), ') DISTSTYLE ALL SORTKEY ("updated_at");');
    assert.equal(tail({ distribution: 'auto', sortKey: ['day'] }), ') DISTSTYLE AUTO SORTKEY ("day");');
    assert.equal(
      tail({ distribution: { key: 'CARD_END' }, sortKey: ['day', 'Id'] }),
      ') DISTSTYLE KEY DISTKEY ("card_end") SORTKEY ("day", "id");',
    );
  });

  it('declares no key where every version of a row is appended', () => {
    const appended = (shape: TargetShape): string =>
      targetDdl(tableId('shop.Orders'), { ...TO, mode: 'append' }, targetShape(shape), { withSchema: false });
    assert.equal(
      appended(ORDERS),
      EXPECTED.replace('TIMESTAMP, --', 'TIMESTAMP --').replace('  PRIMARY KEY ("id")\n', ''),
    );
    assert.match(appended({ ...ORDERS, cursor: null }), /PRIMARY KEY \("id"\)/);
  });

  it('leaves a table without a key to Redshift, and makes its schema when asked', () => {
    const events: TargetShape = {
      columns: [
        column('at', 'timestamp', { kind: 'timestamp', digits: 0 }),
        column('ratio', 'float', { kind: 'float' }, { nullable: true }),
        column('flag', 'tinyint(1)', { kind: 'int', bits: 8 }),
      ],
      key: [],
      cursor: { ...CURSOR, name: 'at' },
    };
    assert.equal(
      ddl(events, {}, true),
      `-- public.orders: what MySQL has as shop.Orders
CREATE SCHEMA IF NOT EXISTS "public";
CREATE TABLE IF NOT EXISTS "public"."orders" (
  "at" TIMESTAMP, -- timestamp
  "ratio" REAL, -- float
  "flag" SMALLINT -- tinyint(1)
) SORTKEY ("at");
`,
    );
  });

  it('refuses to be laid out by columns that the target does not get', () => {
    const refused = (layout: TargetLayout, why: RegExp): void =>
      assert.throws(() => requireLayout(tableId('shop.Orders'), layout, ORDERS), why);
    requireLayout(tableId('shop.Orders'), { distribution: { key: 'ID' }, sortKey: ['card_end'] }, ORDERS);
    refused(
      { distribution: { key: 'buyer' } },
      /"distribution\.key" names "buyer", a column that the target doesn't get; it gets: id, price, state, email, card_end/,
    );
    refused({ sortKey: ['card'] }, /"sortKey" names "card".*; card is "card_end" there/);
    refused({ sortKey: ['day', 'Day'] }, /"sortKey" names "Day" twice/);
  });
});

/** PostgreSQL, behind the emulator, cuts names where Redshift would not. */
const NAME_BYTES = 63;

interface Example {
  readonly type: ColumnType;
  readonly declared: string;
  /** As MySQL sends them. */
  readonly values: readonly string[];
}

const EXAMPLES = fc.oneof(
  fc
    .constantFrom(8 as const, 16 as const, 32 as const, 64 as const)
    .map((bits): Example => ({ type: { kind: 'int', bits }, declared: `int ${bits}`, values: ['0', '-128', '127'] })),
  fc
    // As src/mysql makes them: never 1 or 19 digits.
    .tuple(fc.integer({ min: 2, max: 38 }), fc.nat(37))
    .filter(([precision, scale]) => precision !== 19 && scale <= precision)
    .map(([precision, scale]): Example => {
      const most = '9'.repeat(precision - scale) || '0';
      const value = scale === 0 ? most : `${most}.${'9'.repeat(scale)}`;
      const type = { kind: 'decimal', precision, scale } as const;
      return { type, declared: `decimal(${precision},${scale})`, values: [value, `-${value}`] };
    }),
  fc.constantFrom<Example>(
    { type: { kind: 'float' }, declared: 'float', values: ['1.5', '-0.25'] },
    { type: { kind: 'double' }, declared: 'double', values: ['1.5', '1.7976931348623157e308'] },
    { type: { kind: 'date' }, declared: 'date', values: ['1000-01-01', '9999-12-31'] },
    {
      type: { kind: 'timestamp', digits: 6 },
      declared: 'datetime(6)',
      values: ['1000-01-01 00:00:00.000001', '2038-01-19 03:14:07'],
    },
    { type: { kind: 'string', maxBytes: 65_535, check: true }, declared: 'longtext', values: ['x'.repeat(65_535)] },
  ),
  fc.integer({ min: 1, max: 255 }).map((characters): Example => {
    const values = ['', 'x', '台'.repeat(characters), '😀'.repeat(characters)];
    return { type: text(characters), declared: `varchar(${characters})`, values };
  }),
  // Labels that would end a comment or a statement early.
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((label): Example => {
    return { type: text(12), declared: `enum('${label}\n',';--','/*')`, values: ['new'] };
  }),
);

const MASKS = fc.constantFrom<Mask | undefined>(
  ...[undefined, undefined, { kind: 'null' } as const, { kind: 'hash', salted: false } as const],
  { kind: 'keepLast', characters: 3 },
);

const NAMES = fc
  .oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }))
  .filter((name) => !name.includes('\0') && Buffer.byteLength(name.toLowerCase()) <= NAME_BYTES)
  .filter((name) => !['oid', 'tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax'].includes(name.toLowerCase()));

interface Case {
  readonly shape: TargetShape;
  readonly examples: readonly Example[];
  readonly layout: TargetLayout;
}

const CASES: fc.Arbitrary<Case> = fc
  .uniqueArray(NAMES, { minLength: 1, maxLength: 9, selector: (name) => name.toLowerCase() })
  .chain((names) =>
    fc.record({
      names: fc.constant(names),
      examples: fc.array(EXAMPLES, { minLength: names.length, maxLength: names.length }),
      masks: fc.array(MASKS, { minLength: names.length, maxLength: names.length }),
      key: fc.subarray(names.slice(0, 3)),
      distribution: fc.option(
        fc.oneof(
          fc.constantFrom('even' as const, 'all' as const, 'auto' as const),
          fc.constantFrom(...names).map((key) => ({ key })),
        ),
        { nil: undefined },
      ),
      sortKey: fc.option(fc.subarray(names, { minLength: 1 }), { nil: undefined }),
    }),
  )
  .map(({ names, examples, masks, key, distribution, sortKey }): Case => {
    const columns = names.map((name, at): ColumnShape => {
      const { type, declared } = examples[at]!;
      const mask = masks[at];
      const may = mask !== undefined && !key.includes(name) && (mask.kind !== 'keepLast' || type.kind === 'string');
      // Every second column gets its name by a rename.
      const named = at % 2 === 0 ? { name } : { name: `source ${at}`, rename: name };
      return { ...named, declared, nullable: !key.includes(name), type, ...(may ? { mask } : {}) };
    });
    const source = (name: string): string => columns[names.indexOf(name)]!.name;
    return {
      shape: { columns, key: key.map(source), cursor: null },
      examples,
      layout: { ...(distribution && { distribution }), ...(sortKey && { sortKey }) },
    };
  });

describe('the DDL of a target, run as it is', () => {
  let fixture: EmulatorFixture;
  let client: pg.Client;
  const encoder = openEncoder({ threads: 1 });
  before(async () => {
    fixture = await EmulatorFixture.start();
    client = await fixture.connect();
  });
  after(async () => {
    await encoder.close();
    await fixture.close();
  });

  it('makes a table that has every column and the layout that was asked for', async () => {
    await client.query(ddl(ORDERS, { distribution: { key: 'email' }, sortKey: ['day', 'id'] }, true));
    assert.deepEqual(
      await rows(
        client,
        `SELECT "column", type, distkey, sortkey, "notnull" FROM pg_table_def WHERE tablename = 'orders' AND schemaname = 'public'`,
      ),
      [
        ['id', 'numeric(20,0)', false, 2, true],
        ['price', 'numeric(18,4)', false, 0, false],
        ['state', 'character varying(36)', false, 0, false],
        ['email', 'character varying(64)', true, 0, false],
        ['card_end', 'character varying(64)', false, 0, false],
        ['note', 'character varying(65535)', false, 0, false],
        ['day', 'date', false, 1, false],
        ['updated_at', 'timestamp without time zone', false, 0, false],
      ],
    );
  });

  it('is accepted for every shape, and COPY of a file of that shape loads', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(CASES, async ({ shape, examples, layout }) => {
        const target = { schema: 'public', table: `made_${++made}`, mode: 'merge' } as const;
        requireLayout(tableId('s.t'), layout, shape);
        const arriving = targetShape(shape);
        await client.query(targetDdl(tableId('s.t'), { ...target, ...layout }, arriving, { withSchema: true }));
        const file = encoder.startFile({ table: tableId('s.t'), ...shape }, { rows: 10, bytes: 1e9 });
        const height = Math.max(...examples.map(({ values }) => values.length));
        for (let row = 0; row < height; row++) {
          file.add(examples.map(({ values }) => Buffer.from(values[row % values.length]!)));
        }
        file.add(shape.columns.map(({ nullable }, at) => (nullable ? null : Buffer.from(examples[at]!.values[0]!))));
        const entry = fixture.put(`bucket/made_${made}.parquet`, (await file.finish()).bytes);
        fixture.s3.objects.set('bucket/made.json', Buffer.from(JSON.stringify({ entries: [entry] })));
        const columns = arriving.columns.map(({ name }) => name);
        const copy = { into: tableText(target), columns, manifestUrl: 's3://bucket/made.json', iamRole: 'default' };
        await client.query(copyManifest(copy));
        const [copied] = (await client.query<{ n: string }>(LAST_COPY_COUNT)).rows;
        assert.equal(Number(copied?.n), height + 1);
        assert.deepEqual(await rows(client, countRows(target)), [[String(height + 1)]]);
        assert.equal(
          (await client.query(`SELECT ${columnList(columns)} FROM ${tableText(target)}`)).rowCount,
          height + 1,
        );
      }),
      { numRuns: 60 },
    );
  });
});
