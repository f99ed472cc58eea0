import { expect, it } from 'vitest';

import type { JsonValue } from '../../lib/json-value.ts';
import { describeVectors } from './describe-vectors.ts';

it.each<[JsonValue, string | undefined]>([
  [{ embedding: { dimensions: 1024, norm: 1 } }, '1 vector of 1,024 dimensions, norm 1'],
  [
    {
      embeddings: {
        float: [
          { dimensions: 256, norm: 1 },
          { dimensions: 256, norm: 0.5 },
        ],
      },
    },
    '2 vectors of 256 dimensions, norms 0.5 to 1',
  ],
  [
    {
      data: [
        { dimensions: 256, norm: 1 },
        { dimensions: 512, norm: 1 },
      ],
    },
    '2 vectors of 512 or 256 dimensions, norm 1',
  ],
  [{ dimensions: '3', norm: 1 }, undefined],
  [[[], null, 'x', 7], undefined],
])('says of %j: %s', (value, text) => {
  expect(describeVectors(value)).toBe(text);
});

it('counts a vector once that Titan gives in several number formats', () => {
  const vector = { dimensions: 256, norm: 1 };
  expect(describeVectors({ embedding: vector, embeddingsByType: { float: vector } })).toBe(
    '1 vector of 256 dimensions, norm 1',
  );
});
