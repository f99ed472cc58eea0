/** Values that look random and are the same in every run. */
export interface Random {
  /** From 0 up to but not including `limit`. */
  integer(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  bytes(length: number): Uint8Array;
  text(length: number): string;
}

// Letters of one to four bytes in UTF-8, and what URLs and headers treat specially.
const alphabet = Array.from('abcXYZ019 -_.~!*\'()%/:?&=+,;@"äé水😀');

/** Mulberry32, which is enough to vary test input. */
export function createRandom(seed: number): Random {
  let state = seed;
  function next(): number {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const random: Random = {
    integer: (limit) => Math.floor(next() * limit),
    pick(items) {
      const chosen = random.integer(items.length);
      for (const [at, item] of items.entries()) if (at === chosen) return item;
      throw new Error('nothing to pick from');
    },
    bytes: (length) => Uint8Array.from({ length }, () => random.integer(256)),
    text: (length) => Array.from({ length }, () => random.pick(alphabet)).join(''),
  };
  return random;
}
