// Reads and checks a config: YAML and environment in, settings out, or every mistake at once.
import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { DEFAULT_PIPELINE } from '../contract/names.js';
import { isRecord } from '../contract/json-checks.js';
import { ConfigError } from './errors.js';
import { expand } from './interpolate-env.js';
import { withPem } from './pem-files.js';
import { sharedTargets } from './table-target.js';
import { findConfig, type Where } from './find-config.js';
import { inWords, mistakesIn } from './validation-errors.js';
import { PIPELINE_PARTS, pipelineSchema, topSchema } from './schema.js';
import type { Config, PipelineConfig } from './types.js';

/** Throws ConfigError. */
export function loadConfig(where: Where): Config {
  const path = findConfig(where);
  const mistakes: string[] = [];
  const file = expand(readYaml(path), where.env, mistakes);
  if (!isRecord(file)) throw new ConfigError(path, ['must be a map of source, s3, target and tables']);

  const shared = Object.fromEntries(PIPELINE_PARTS.flatMap((part) => (part in file ? [[part, file[part]]] : [])));
  const rest = Object.fromEntries(Object.entries(file).filter(([name]) => !(name in shared)));
  const top = checked(topSchema, rest, [], mistakes);
  const own = top?.pipelines ?? {};
  // With pipelines of their own, the top level may be only what they share.
  const whole = PIPELINE_PARTS.slice(0, 4).every((part) => part in shared);
  const parts = { ...(Object.keys(own).length === 0 || whole ? { [DEFAULT_PIPELINE]: {} } : {}), ...own };
  const pipelines: Record<string, PipelineConfig> = {};
  for (const [name, parted] of Object.entries(parts)) {
    const at = name in own ? ['pipelines', name] : [];
    const pipeline = checked(pipelineSchema, { ...shared, ...parted }, at, mistakes);
    if (pipeline === null) continue;
    const checkedPipeline = pipelineOf(name, pipeline, { at, path }, mistakes);
    mistakes.push(...sharedTargets(checkedPipeline).map((why) => `${[...at, 'tables'].join('.')}: ${why}`));
    pipelines[name] = checkedPipeline;
  }
  if (mistakes.length > 0 || top === null) throw new ConfigError(path, [...new Set(mistakes)]);
  return withoutAbsent({ path, temporal: top.temporal, pipelines, byteBudget: top.byteBudget }) as Config;
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Error && 'syscall' in error) throw new ConfigError(path, [`can't be read: ${message}`]);
    const [start] = error instanceof YAMLParseError ? (error.linePos ?? []) : [];
    const line = start === undefined ? '' : ` at line ${start.line}, column ${start.col}`;
    throw new ConfigError(path, [`not valid YAML${line}: ${withoutSource(message)}`]);
  }
}

/** The parser's reason without the piece of the file it shows: that may be a password. */
function withoutSource(message: string): string {
  return message.replace(/( at line \d+|: | \\).*$/s, '');
}

function checked<T>(schema: z.ZodType<T>, value: unknown, at: readonly string[], mistakes: string[]): T | null {
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  mistakes.push(...mistakesIn(result.error, at));
  return null;
}

function pipelineOf(
  name: string,
  parsed: z.output<typeof pipelineSchema>,
  { at, path }: { at: readonly string[]; path: string },
  mistakes: string[],
): PipelineConfig {
  const { s3, tables, source, target, ...same } = parsed;
  const { accessKeyId, secretAccessKey, sessionToken, ...store } = s3;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    mistakes.push(
      `${[...at, 's3'].join('.')}: accessKeyId and secretAccessKey go together, or both are left to the AWS SDK`,
    );
  }
  const credentials = accessKeyId !== undefined &&
    secretAccessKey !== undefined && { accessKeyId, secretAccessKey, sessionToken };
  return withoutAbsent({
    name,
    ...same,
    source: { ...source, ssl: withPem(source.ssl, path, [...at, 'source', 'ssl'], mistakes) },
    target: { ...target, ssl: withPem(target.ssl, path, [...at, 'target', 'ssl'], mistakes) },
    s3: { ...store, ...(credentials === false ? {} : { credentials }) },
    tables: Object.fromEntries(Object.entries(tables).map(([pattern, table]) => [pattern, table ?? {}])),
  }) as PipelineConfig;
}

/** Fields that were left out are absent, not undefined: the types promise it. */
function withoutAbsent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
