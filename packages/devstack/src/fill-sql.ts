// The SQL of `local fill`: a table shaped like the delivery details of a settlement system, and rows made by their number.
import { LocalStackError } from './failure.js';

export interface TableName {
  schema: string;
  table: string;
}

/** Reads schema.table; anything else is refused with what is expected. */
export function parseTableName(text: string): TableName {
  const match = /^([A-Za-z0-9_$-]{1,64})\.([A-Za-z0-9_$-]{1,64})$/.exec(text);
  const [, schema, table] = match ?? [];
  if (schema === undefined || table === undefined)
    throw new LocalStackError(
      `-t ${text}: not a table name. Write schema.table, for example settlement.settlement_normal_delivery_detail.`,
      { exitCode: 2 },
    );
  return { schema, table };
}

export const quotedName = ({ schema, table }: TableName): string => `\`${schema}\`.\`${table}\``;

export const createSchemaSql = ({ schema }: TableName): string => `CREATE DATABASE IF NOT EXISTS \`${schema}\``;

export const createTableSql = (name: TableName): string => `
CREATE TABLE IF NOT EXISTS ${quotedName(name)} (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_no      VARCHAR(32) NOT NULL,
  station_name  VARCHAR(64) NOT NULL,
  courier_name  VARCHAR(64),
  remark        VARCHAR(255),
  amount        DECIMAL(18,4) NOT NULL,
  weight_kg     DOUBLE,
  distance_km   FLOAT,
  status        ENUM('created','assigned','delivered','returned','cancelled') NOT NULL,
  is_cod        TINYINT NOT NULL,
  delivery_date DATE,
  delivered_at  DATETIME(3),
  updated_at    TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`;

/** Added after a new table is filled: sorted once it takes a fraction of the time of row by row. */
/** A row when the index is there: only MariaDB has ADD INDEX IF NOT EXISTS. */
export const findIndexSql = ({ schema, table }: TableName): string =>
  `SELECT 1 AS one FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '${schema}' AND TABLE_NAME = '${table}'` +
  " AND INDEX_NAME = 'idx_updated_at_id' LIMIT 1";

export const addIndexSql = (name: TableName): string =>
  `ALTER TABLE ${quotedName(name)} ADD INDEX idx_updated_at_id (updated_at, id)`;

export interface Batch {
  firstId: string;
  rows: number;
  /** Changes every value but the ids; the same seed makes the same rows. */
  seed: number;
  /** Rows of a new table are spread over the days before `end`; later ones are stamped by the server as they come. */
  stamps: { end: string; spanSeconds: number; offset: number; of: number } | 'now';
}

/** One INSERT; row n depends on n, the seed and the stamps only. Runs in a session at UTC. */
export function insertSql(name: TableName, batch: Batch): string {
  const n = `(${batch.firstId} + s.seq - 1)`;
  // Cheap and even: a hash of the row number with a word for each column.
  const hash = (word: string): string => `CRC32(CONCAT(n, '${word}${batch.seed}'))`;
  const pick = (words: string[], number: string): string =>
    `ELT(1 + ${number} % ${words.length}, ${words.map(quoted).join(', ')})`;
  return `
INSERT INTO ${quotedName(name)}
SELECT n,
       CONCAT('SN', LPAD(n, 12, '0'), LPAD(h % 10000, 4, '0')),
       CONCAT(${pick(stations, 'h')}, ' ', 1 + h % 997),
       IF(h % 11 = 0, NULL, ${pick(couriers, 'g')}),
       IF(h % 4 = 0, CONCAT(${pick(remarks, 'g')}, ' #', g % 100000), NULL),
       (g % 90000000) / 10000 - 100,
       IF(g % 13 = 0, NULL, (h % 50000) / 997),
       IF(g % 17 = 0, NULL, (g % 30000) / 1000),
       1 + (h >> 3) % 5,
       (g >> 5) % 2,
       IF(h % 19 = 0, NULL, DATE(stamp)),
       IF(h % 5 = 0, NULL, stamp - INTERVAL (g % 90000000) * 1000 MICROSECOND),
       stamp
  FROM (SELECT n, ${hash('a')} AS h, ${hash('b')} AS g, ${stampSql(batch)} AS stamp
          FROM (SELECT ${n} AS n, s.seq AS seq FROM ${numbers(batch.rows)} s) numbered) r`;
}

/** A table of the numbers from 1, as both servers make one. */
const numbers = (rows: number): string =>
  `JSON_TABLE(CONCAT('[0', REPEAT(',0', ${rows - 1}), ']'), '$[*]' COLUMNS (seq FOR ORDINALITY))`;

function stampSql({ stamps }: Batch): string {
  if (stamps === 'now') return 'SYSDATE(6)';
  const { end, spanSeconds, offset, of } = stamps;
  // Mostly in the order of the ids, one row in sixteen touched up to six hours later, none after the end.
  const hash = 'CRC32(n)';
  const late = `IF(${hash} % 16 = 0, ${hash} % 21600 * 1000000, 0)`;
  const microsecondsPerRow = ((spanSeconds * 1_000_000) / of).toFixed(3);
  const before = `FLOOR((${of - offset} - seq) * ${microsecondsPerRow}) - ${late}`;
  return `TIMESTAMP '${end}' - INTERVAL GREATEST(${before}, 0) + ${hash} % 1000000 MICROSECOND`;
}

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const stations = [
  '北京朝阳站',
  '上海浦东站',
  'München Süd',
  'São Paulo',
  'Łódź Centrum',
  'Αθήνα',
  '東京駅前',
  'Kyïv 🚚',
];
const couriers = ['王小明', 'José Álvarez', "Zoë O'Neill", 'Müller', '李娜', 'Дмитрий', '田中 太郎', 'أحمد', 'Anna'];
const remarks = ['left at the door', '放在门卫处', 'call before', '“fragile” — oben', '', 'back\\slash', '雨天延误 ☔'];
