import { afterEach, beforeEach, expect, test } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { flush, initLogger, traced } from '../index.ts';
import { runtime } from '../tracer/runtime.ts';

let collector: Collector;

beforeEach(async () => {
  collector = await Collector.start();
  initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
});

afterEach(async () => {
  runtime.currentLogger = undefined;
  await collector.close();
});

test.each([
  ['llm', { operation: 'converse' }, {}, 'chat'],
  ['llm', { operation: 'invokeModel', is_embedding: true }, { embedding: [0.5] }, 'embeddings'],
  ['llm', { operation: 'invokeModel', is_embedding: true }, undefined, 'embeddings'],
  ['task', { operation: 'invokeAgent' }, {}, 'invoke_agent'],
  ['tool', {}, {}, 'execute_tool'],
  ['function', { operation: 'countTokens' }, {}, undefined],
  ['task', {}, {}, undefined],
] as const)('a span of type %s with %o and the output %o is %s', async (type, metadata, output, name) => {
  await traced((span) => span.log({ metadata, output }), { name: 'work', type });
  await flush();
  expect(collector.span.attributes['gen_ai.operation.name']).toBe(name);
});
