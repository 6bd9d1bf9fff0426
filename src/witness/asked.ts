// What a witness answered, or why it did not.
export type Asked<T> =
  | { readonly answered: true; readonly value: T }
  /** `why` is null when it was never asked. */
  | { readonly answered: false; readonly why: string | null };

export const NOT_ASKED: Asked<never> = { answered: false, why: null };

/** A witness that can't be reached is no disagreement. */
export async function ask<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answered: true, value: await question() };
  } catch (error) {
    return { answered: false, why: error instanceof Error ? error.message : String(error) };
  }
}

export function valueOf<T>(asked: Asked<T>): T | null {
  return asked.answered ? asked.value : null;
}
