// An invalid configuration: every mistake at once, each with its place in the file.
import { TidemarkError } from '../contract/tidemark-error.js';

export class ConfigError extends TidemarkError {
  readonly path: string;
  readonly mistakes: readonly string[];

  constructor(path: string, mistakes: readonly string[]) {
    super('BadConfig', `${path}: ${mistakes.join('; ')}`);
    this.path = path;
    this.mistakes = mistakes;
  }
}
