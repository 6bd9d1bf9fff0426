// The salt of a run's hashes: a worker without the salt that the run was begun with must write none.
import { fullName } from '../../contract/table-id.js';
import { ConfigError } from '../../config/errors.js';
import type { PipelineConfig } from '../../config/types.js';
import type { TableShape } from '../../contract/table-shape.js';

/** Null when no column needs one. Throws ConfigError. */
export function saltFor({ name, hashSalt }: PipelineConfig, { table, columns }: TableShape): string | null {
  if (!columns.some(({ mask }) => mask?.kind === 'hash' && mask.salted)) return null;
  if (hashSalt !== undefined) return hashSalt;
  throw new ConfigError(`pipeline ${name}`, [
    `the run of ${fullName(table)} makes salted hashes, and the config of this worker has no "hashSalt"; start it with the salt`,
  ]);
}
