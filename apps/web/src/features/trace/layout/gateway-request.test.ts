import { expect, it } from 'vitest';

import { listDroppedFields, readBedrockRequest } from './gateway-request.ts';

it('lists what was dropped or changed on the way', () => {
  const dropped = [
    { field: 'logit_bias', reason: 'Bedrock has no such parameter', kind: 'dropped' },
    { field: 'tool_choice', reason: 'reasoning allows only auto', kind: 'changed' },
  ];
  expect(listDroppedFields({ dropped })).toEqual([
    { field: 'logit_bias', reason: 'Bedrock has no such parameter', isChanged: false },
    { field: 'tool_choice', reason: 'reasoning allows only auto', isChanged: true },
  ]);
  expect(listDroppedFields({ dropped: 'x' })).toEqual([]);
});

it('finds the request that Bedrock got', () => {
  const request = { path: '/model/x/converse', body: { messages: [] } };
  expect(readBedrockRequest({ bedrock_request: request })).toEqual(request);
  expect(readBedrockRequest({ bedrock_request: 'x' })).toBeUndefined();
  expect(readBedrockRequest({})).toBeUndefined();
});
