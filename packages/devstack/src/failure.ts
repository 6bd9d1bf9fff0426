// The one error of the local stack: a sentence for the person at the terminal, and the exit code that goes with it.

export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
  /** 2 for input that can't be right, 1 for anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** What an unknown thrown thing says, in one line. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentenceOf).join('; ');
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
