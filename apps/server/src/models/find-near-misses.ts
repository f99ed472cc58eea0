const mostMisses = 3;

/** The names most like one that is unknown, likest first. */
export function findNearMisses(name: string, names: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  const pairs = countPairs(wanted);
  const scored: { name: string; score: number }[] = [];
  for (const candidate of names) {
    const other = candidate.toLowerCase();
    // What only lacks its version is surely meant.
    const score = other.includes(wanted) ? 1 : compare(pairs, countPairs(other));
    if (score >= 0.5) scored.push({ name: candidate, score });
  }
  return scored
    .toSorted((a, b) => b.score - a.score || a.name.length - b.name.length)
    .slice(0, mostMisses)
    .map((entry) => entry.name);
}

function countPairs(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let index = 0; index < text.length - 1; index += 1) {
    const pair = text.slice(index, index + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** The share of pairs of letters that both have, from 0 to 1 (Sørensen–Dice). */
function compare(a: Map<string, number>, b: Map<string, number>): number {
  let shared = 0;
  let total = 0;
  for (const [pair, count] of a) {
    shared += Math.min(count, b.get(pair) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}
