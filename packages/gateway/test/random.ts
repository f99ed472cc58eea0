/** Numbers that look random and are the same for the same seed, so that a failure can be repeated. */
export interface Random {
  /** A whole number from 0 up to but not including the limit. */
  count(limit: number): number;
  pick<Value>(values: readonly Value[]): Value;
  word(): string;
}

export function createRandom(seed: number): Random {
  let state = (seed + 1) * 2_654_435_761;
  const count = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return state % limit;
  };
  return {
    count,
    pick(values) {
      const picked = values[count(values.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    word: () => Array.from({ length: 3 + count(6) }, () => 'abcdefghij'[count(10)]).join(''),
  };
}
