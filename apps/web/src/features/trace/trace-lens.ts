/** The ways to look at a span, in the order of their tabs and number keys. */
export const traceLenses = ['conversation', 'parameters', 'metrics', 'json'] as const;
export type TraceLens = (typeof traceLenses)[number];

export function parseLens(value: unknown): TraceLens | undefined {
  return traceLenses.find((lens) => lens === value);
}
