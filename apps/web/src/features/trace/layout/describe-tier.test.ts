import { expect, it } from 'vitest';

import type { JsonObject } from '../../../lib/json-value.ts';
import { describeTier } from './describe-tier.ts';

it.each<[JsonObject, string | undefined]>([
  [{}, undefined],
  [{ service_tier: 'flex' }, 'flex tier'],
  [{ service_tier: { type: 'flex' }, requested_service_tier: { type: 'flex' } }, 'flex tier'],
  [{ service_tier: 'default', requested_service_tier: { type: 'priority' } }, 'default tier, priority asked'],
  [{ requested_service_tier: 'priority' }, 'priority tier asked'],
  [{ service_tier: 7 }, undefined],
])('says of %j: %s', (metadata, text) => {
  expect(describeTier(metadata)).toBe(text);
});
