import { crowdCases } from './crowd-cases.mjs';
import { familyCases } from './family-cases.mjs';
import { situationCases } from './situation-cases.mjs';
import { streamCases } from './stream-cases.mjs';
import { styleCases, workerCases } from './style-cases.mjs';
import { turnCases } from './turn-cases.mjs';

/** What a client is put through, one after another: one cell of the page each. */
export const cases = [
  ...styleCases,
  ...workerCases,
  ...situationCases,
  ...turnCases,
  ...streamCases,
  ...crowdCases,
  ...familyCases,
];

export function nameCase({ table, row, column }) {
  return `${table} | ${row} | ${column}`;
}
