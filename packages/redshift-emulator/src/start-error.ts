// Why the emulator cannot start, in a sentence for the person at the terminal.

export class StartError extends Error {
  override readonly name = 'StartError';
  /** 2 for options that cannot be right, 1 for anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
