// Where words go: data to stdout, words for people to stderr once stdout carries data.

export interface Say {
  /** For people. */
  line(text: string): void;
  /** One JSON object, or nothing when people read. */
  data(value: unknown): void;
  readonly json: boolean;
}

export function outputTo(json: boolean): Say {
  return {
    json,
    line: (text) => void (json ? process.stderr : process.stdout).write(`${text}\n`),
    data: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}
