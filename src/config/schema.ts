// The config file, field by field: what is allowed where. Unknown fields are mistakes.
import { z } from 'zod';
import { parseSyncInput } from '../contract/input.js';
import { unknownFields } from './validation-errors.js';

/** A map of exactly these fields. */
function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape, elsewhere: readonly string[] = []) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownFields(issue.keys, [...Object.keys(shape), ...elsewhere]) : undefined,
  });
}

const text = z.string().min(1);
/** Also as text of digits: what `${MYSQL_PORT}` becomes. */
const port = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.number().int().min(1).max(65_535),
);
const rows = z.number().int().positive();
const sslOf = <Shape extends z.core.$ZodLooseShape>(certificates: Shape) =>
  z.union([z.literal(false), fields({ ...certificates, rejectUnauthorized: z.boolean().default(true) })], {
    error: 'must be false, or a map like { rejectUnauthorized: true }',
  });
/** PEM, or the path of a file of it. */
const pem = text.optional();
const createTarget = z.enum(['never', 'ifMissing']);

const SIZE = 'must be a size like "512MiB"';
/** `512MiB`, `1GiB`, or a number of bytes. */
const bytes = z.union([rows, z.string().regex(/^\d+ ?(KiB|MiB|GiB)$/, SIZE)], { error: SIZE }).transform((size) => {
  if (typeof size === 'number') return size;
  const units: Record<string, number> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  return Number.parseInt(size, 10) * (units[size.slice(-3)] ?? 1);
});

const temporal = fields({
  address: text.default('127.0.0.1:7233'),
  namespace: text.default('default'),
  taskQueue: text.default('tidemark'),
  apiKey: text.optional(),
  tls: z.boolean().default(false),
});

const source = fields({
  host: text,
  port: port.default(3306),
  user: text,
  password: z.string(),
  ssl: sslOf({ ca: pem, cert: pem, key: pem }).default(false),
  connections: rows.default(8),
  maxRowsPerSecond: rows.nullable().default(null),
  maxReplicaLag: z.number().positive().nullable().default(null),
  protocol: z.enum(['binary', 'text']).default('binary'),
});

const s3 = fields({
  bucket: text,
  prefix: z.string().default('tidemark'),
  region: text.default('us-east-1'),
  endpoint: z.url('must be a URL like "http://127.0.0.1:9000"').optional(),
  accessKeyId: text.optional(),
  secretAccessKey: text.optional(),
  sessionToken: text.optional(),
  forcePathStyle: z.boolean().default(false),
});

const target = fields({
  host: text,
  port: port.default(5439),
  database: text,
  user: text,
  password: z.string(),
  ssl: sslOf({ ca: pem }).default({ rejectUnauthorized: true }),
  iamRole: text.default('default'),
  schema: text.optional(),
  ledgerSchema: text.default('tidemark'),
  createTarget: createTarget.default('never'),
});

const DAY = 'must be null, "stop", or a date like "1970-01-01"';
/** A date that the calendar has. */
const day = z.string().refine((text) => {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}, DAY);
const values = fields({
  zeroDate: z.union([z.null(), z.literal('stop'), day], { error: DAY }).optional(),
  tooLong: z
    .union([z.null(), z.enum(['stop', 'truncate'])], { error: 'must be "stop", "truncate" or null' })
    .optional(),
  nul: z.enum(['stop', 'remove']).optional(),
  invalidUtf8: z.enum(['stop', 'replace']).optional(),
});

const MASK = 'must be "hash", { keepLast: 4 } or null';
const column = fields({
  exclude: z.literal(true).optional(),
  rename: text.optional(),
  mask: z
    .union([z.literal('hash'), fields({ keepLast: z.number().int().positive() }), z.null()], { error: MASK })
    .optional(),
  values: values.optional(),
}).refine(
  ({ exclude, ...others }) => (exclude === true) !== Object.values(others).some((option) => option !== undefined),
  'must be { exclude: true }, or have "rename", "mask" or "values"',
);

const DISTRIBUTION = 'must be "even", "all", "auto" or { key: column }';

const table = fields({
  strategy: z.enum(['timestamp+id', 'timestamp', 'id', 'full', 'checksum']).optional(),
  cursor: text.optional(),
  key: z.array(text).min(1).optional(),
  where: text.optional(),
  stampedBy: z.enum(['server', 'application']).optional(),
  cursorZone: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'must be an offset like "+08:00"')
    .optional(),
  mode: z.enum(['merge', 'append', 'full']).optional(),
  rowsPerFile: rows.optional(),
  maxFileBytes: bytes.optional(),
  chunksInFlight: z.number().int().min(1).max(64).optional(),
  lag: z.number().min(0).optional(),
  lookback: z.number().min(0).optional(),
  deletes: z.enum(['keep', 'soft', 'hard']).optional(),
  maxDeletedShare: z.number().min(0).max(1).optional(),
  target: z
    .string()
    .regex(/^[^.]+(\.[^.]+)?$/, 'must be a name like "table" or "schema.table"')
    .optional(),
  createTarget: createTarget.optional(),
  keepTargetColumns: z
    .union([z.literal(true), z.array(text).min(1)], { error: 'must be true, or a list of column names' })
    .optional(),
  distribution: z.union([z.enum(['even', 'all', 'auto']), fields({ key: text })], { error: DISTRIBUTION }).optional(),
  sortKey: z.array(text).min(1).max(400).optional(),
  columns: z.record(text, column).optional(),
  values: values.optional(),
});

const tables = z.record(
  z.string().regex(/^[^.]+\.[^.]+$/, 'must be a name like "schema.table" or "schema.*"'),
  table.nullable(),
);
const timeoutScale = z.number().positive().max(10);

export const pipelineSchema = fields({
  source,
  s3,
  target,
  tables,
  defaults: table.default({}),
  timeoutScale: timeoutScale.default(1),
  hashSalt: text.optional(),
});

/** The parts that a pipeline may have of its own; the rest it shares with the top level. */
export const PIPELINE_PARTS = ['source', 's3', 'target', 'tables', 'defaults', 'timeoutScale', 'hashSalt'] as const;

/** A name that a run's input would refuse could never be asked for. */
const pipelineName = z
  .string()
  .refine(
    (pipeline) => parseSyncInput({ table: 'any.table', pipeline }).ok,
    'must be a name of letters, digits, "_", "-" or "."',
  );

export const topSchema = fields(
  {
    temporal: temporal.prefault({}),
    byteBudget: bytes.default(512 * 2 ** 20),
    pipelines: z.record(pipelineName, z.record(z.string(), z.unknown()).nullable()).default({}),
  },
  PIPELINE_PARTS,
);
