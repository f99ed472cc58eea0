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

const embedding = { operation: 'invokeModel', is_embedding: true };

test.each([
  { type: 'llm', metadata: { operation: 'converse' }, output: {}, name: 'chat' },
  { type: 'llm', metadata: embedding, output: { embedding: [0.5] }, name: 'embeddings' },
  { type: 'llm', metadata: embedding, output: undefined, name: 'embeddings' },
  { type: 'task', metadata: { operation: 'invokeAgent' }, output: {}, name: 'invoke_agent' },
  { type: 'tool', metadata: {}, output: {}, name: 'execute_tool' },
  { type: 'function', metadata: { operation: 'countTokens' }, output: {}, name: undefined },
  { type: 'task', metadata: {}, output: {}, name: undefined },
] as const)('$type with $metadata and $output is $name', async ({ type, metadata, output, name }) => {
  traced((span) => span.log({ metadata, output }), { name: 'work', type });
  await flush();
  expect(collector.span.attributes['gen_ai.operation.name']).toBe(name);
});
