// What a source answered, or why it did not.
export type Asked<T> =
  | { readonly answered: true; readonly value: T }
  /** `why` is null when it was never asked. `later`: it is well, and answers when what it waits for is over. */
  | { readonly answered: false; readonly why: string | null; readonly later: boolean };

export const NOT_PROBED: Asked<never> = { answered: false, why: null, later: false };

/** What a source rejects with that can't answer now and will. The message says what it waits for. */
export class AnswersLater extends Error {
  override readonly name = 'AnswersLater';
}

/** A source that can't be reached is no disagreement. */
export async function ask<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answered: true, value: await question() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { answered: false, why, later: error instanceof AnswersLater };
  }
}

export function valueOf<T>(asked: Asked<T>): T | null {
  return asked.answered ? asked.value : null;
}
