// What is wrong with a config: every mistake at once, each with its place in the file.
import type { FailureType } from '../contract/failures.js';

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly type: FailureType = 'BadConfig';
  readonly path: string;
  readonly mistakes: readonly string[];

  constructor(path: string, mistakes: readonly string[]) {
    super(`${path}: ${mistakes.join('; ')}`);
    this.path = path;
    this.mistakes = mistakes;
  }
}
