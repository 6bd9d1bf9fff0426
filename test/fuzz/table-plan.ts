// A table drawn by chance: its cursor, its key, how it is loaded, and how its rows are made.
import type { LoadMode } from '../../src/contract/run-settings.js';
import type { TableOptions } from '../../src/mysql/source.js';
import type { Chance } from './random.js';

const KEYS = {
  /** Negative ids too. */
  signed: { columns: 'id BIGINT NOT NULL', names: ['id'], values: (n: number) => [String(n % 2 === 0 ? n : -n)] },
  unsigned: {
    columns: 'id BIGINT UNSIGNED NOT NULL',
    names: ['id'],
    values: (n: number) => [String(2n ** 63n + BigInt(n))],
  },
  pair: {
    columns: 'shop INT NOT NULL, line INT UNSIGNED NOT NULL',
    names: ['shop', 'line'],
    values: (n: number) => [String((n % 5) - 2), String(n)],
  },
  text: {
    columns: 'code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL',
    names: ['code'],
    values: (n: number) => [`'${['Ä', 'a', 'ß', '日', '_', 'z%'][n % 6] ?? ''}${n}'`],
  },
  binaryText: {
    columns: 'code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, part INT NOT NULL',
    names: ['code', 'part'],
    values: (n: number) => [`'${n % 7}é'`, String(n)],
  },
  counter: { columns: 'id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT', names: ['id'], values: () => ['NULL'] },
} as const;

export interface TablePlan {
  readonly key: keyof typeof KEYS;
  readonly cursor: { readonly type: 'TIMESTAMP' | 'DATETIME'; readonly digits: 0 | 3 | 6 } | null;
  /** Whether the index on the cursor holds the key by name, or by InnoDB's way alone. */
  readonly keyInIndex: boolean;
  readonly mode: LoadMode;
  readonly tableOptions: TableOptions;
}

export function drawTable(chance: Chance): TablePlan {
  const mode = chance.pick(['merge', 'merge', 'append'] as const);
  if (chance.percent(12)) {
    return {
      key: 'counter',
      cursor: null,
      keyInIndex: false,
      mode: 'append',
      tableOptions: { strategy: 'id', mode: 'append' },
    };
  }
  const cursor = {
    type: chance.pick(['TIMESTAMP', 'DATETIME'] as const),
    digits: chance.pick([0, 0, 0, 3, 6] as const),
  };
  const key = chance.pick(['signed', 'unsigned', 'pair', 'text', 'binaryText'] as const);
  return { key, cursor, keyInIndex: chance.percent(50), mode, tableOptions: { cursor: 'u', mode } };
}

export function keyNames({ key }: TablePlan): readonly string[] {
  return KEYS[key].names;
}

/** `u` is stamped by the server at every insert and update. */
export function tableDdl(plan: TablePlan, table: string): string {
  const { columns, names } = KEYS[plan.key];
  const now = plan.cursor === null ? '' : `CURRENT_TIMESTAMP(${plan.cursor.digits})`;
  const stamp =
    plan.cursor === null
      ? ''
      : `, u ${plan.cursor.type}(${plan.cursor.digits}) NOT NULL DEFAULT ${now} ON UPDATE ${now}` +
        `, KEY by_u (u${plan.keyInIndex ? `, ${names.join(', ')}` : ''})`;
  return `CREATE TABLE ${table} (${columns}, v VARCHAR(60) NOT NULL${stamp}, PRIMARY KEY (${names.join(', ')}))`;
}

/** Values of one row, `v` last, without the cursor. */
export function rowValues({ key }: TablePlan, n: number, v: string): string {
  return `(${[...KEYS[key].values(n), `'${v}'`].join(', ')})`;
}

export function rowColumns(plan: TablePlan): string {
  return [...keyNames(plan), 'v'].join(', ');
}

/** The row that was made as the `n`-th. */
export function isRow(plan: TablePlan, n: number): string {
  if (plan.key === 'counter') return `id = ${n}`;
  const values = KEYS[plan.key].values(n);
  return keyNames(plan)
    .map((name, at) => `${name} = ${values[at] ?? ''}`)
    .join(' AND ');
}

/** Key expressions of a row that the server numbers itself, from a sequence. */
export function numberedRow({ key }: TablePlan, number: string, v: string): string {
  switch (key) {
    case 'signed':
    case 'unsigned':
      return `${number}, ${v}`;
    case 'pair':
      return `9, ${number}, ${v}`;
    case 'text':
      return `CONCAT('E', ${number}), ${v}`;
    case 'binaryText':
      return `'E', ${number}, ${v}`;
    case 'counter':
      return `NULL, ${v}`;
  }
}
