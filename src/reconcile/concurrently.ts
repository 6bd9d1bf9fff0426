// Many requests, a few at a time, answers in the order of the questions.

/** Rejects with the first rejection; what is in flight then still ends. */
export async function sideBySide<In, Out>(
  items: readonly In[],
  atOnce: number,
  ask: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const answers: Out[] = [];
  const queue = items.entries();
  const one = async (): Promise<void> => {
    for (const [i, item] of queue) answers[i] = await ask(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one));
  return answers;
}
