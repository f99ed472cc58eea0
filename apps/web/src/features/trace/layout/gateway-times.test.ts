import { expect, it } from 'vitest';

import { listGatewayTimes } from './gateway-times.ts';

it('sums what the gateway added, and names the rest in the order in which it happened', () => {
  const metrics = {
    first_byte_ms: 240,
    upstream_wait_ms: 230,
    gateway_sign_ms: 0.1,
    gateway_parse_ms: 0.2,
    gateway_queue_ms: 5,
    tokens: 12,
  };
  expect(listGatewayTimes(metrics)).toEqual([
    { name: 'Added by the gateway', ms: expect.closeTo(0.3, 6) as number },
    { name: 'Reading the request', ms: 0.2 },
    { name: 'Waiting its turn', ms: 5 },
    { name: 'Signing', ms: 0.1 },
    { name: 'Waiting for Bedrock', ms: 230 },
    { name: 'First byte to the client', ms: 240 },
  ]);
});

it('has nothing to say of a call that no gateway saw', () => {
  expect(listGatewayTimes({ tokens: 12 })).toEqual([]);
});
