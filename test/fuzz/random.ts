// A seeded source of chance: the same seed tells the same story as far as the clock allows.

export interface Chance {
  /** 0 ≤ x < n, whole. */
  below(n: number): number;
  between(from: number, to: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** True in `percent` of a hundred. */
  percent(percent: number): boolean;
  /** Another one that doesn't disturb this one's order. */
  fork(): Chance;
}

/** Mulberry32: 32 bits of state are plenty for a story. */
export function chanceOf(seed: number): Chance {
  // Neighbours must not tell alike stories.
  let state = Math.imul(seed ^ (seed >>> 15), 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (list) => list[below(list.length)] ?? list[0],
    percent: (percent) => below(100) < percent,
    fork: () => chanceOf(Math.floor(next() * 4_294_967_296)),
  };
}
