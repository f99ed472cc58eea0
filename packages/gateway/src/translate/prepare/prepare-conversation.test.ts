import { describe, expect, test } from 'vitest';
import { listNotices, models, toAnthropic, toConverse } from '../../../test/translate-for.ts';
import { translateRequest } from '../translate-request.ts';

const hello = { role: 'user', content: 'Hello' };

describe('reasoning', () => {
  const ask = { messages: [hello], reasoning_effort: 'medium' };

  test('as a budget that leaves room for the answer', async () => {
    const free = await toConverse({ body: ask });
    expect(free.body.additionalModelRequestFields).toEqual({
      thinking: { type: 'enabled', budget_tokens: 8192 },
    });
    expect(free.body.inferenceConfig?.maxTokens).toBe(8192 + 4096);
    const tight = await toConverse({ body: { ...ask, max_tokens: 2000 } });
    expect(tight.body.additionalModelRequestFields).toEqual({
      thinking: { type: 'enabled', budget_tokens: 1600 },
    });
    const none = await toConverse({ body: { ...ask, max_tokens: 1000 } });
    expect(none.body.additionalModelRequestFields).toBeUndefined();
    expect(listNotices(none)).toEqual(['reasoning dropped']);
  });

  test('as an effort, in the words of each model', async () => {
    const nova = await toConverse({ body: ask, modelId: 'us.amazon.nova-2-lite-v1:0' });
    expect(nova.body.additionalModelRequestFields).toEqual({
      reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' },
    });
    const gptOss = await toConverse({ body: ask, modelId: 'openai.gpt-oss-120b-1:0' });
    expect(gptOss.body.additionalModelRequestFields).toEqual({ reasoning_effort: 'medium' });
    const llama = await toConverse({ body: ask, modelId: models.llama });
    expect(listNotices(llama)).toEqual(['reasoning dropped']);
  });

  test.each([
    ['openai.gpt-oss-120b-1:0', 'high'],
    ['xai.grok-4.3', 'high'],
    ['us.openai.gpt-6-sol', 'xhigh'],
  ])('an effort that %s does not have becomes its highest', async (modelId, highest) => {
    const body = { model: 'm', max_tokens: 9000, messages: [hello], output_config: { effort: 'max' } };
    const thinking = { ...body, thinking: { type: 'adaptive' } };
    const asked = await translateRequest({
      from: 'anthropic-messages',
      to: 'converse',
      body: thinking,
      modelId,
    });
    expect(asked.body).toMatchObject({ additionalModelRequestFields: { reasoning_effort: highest } });
    expect(listNotices(asked)).toEqual(['reasoning changed']);
  });

  test('a budget becomes an effort where there are only those', async () => {
    const body = { messages: [hello], thinking: { type: 'enabled', budget_tokens: 3000 } };
    const adaptive = await toAnthropic({ body, modelId: models.adaptiveClaude });
    expect(adaptive.body).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'low' } });
    expect(listNotices(adaptive)).toEqual(['reasoning changed']);
  });

  test('sampling that a reasoning Claude refuses is left out', async () => {
    const body = { ...ask, temperature: 0.2, top_p: 0.5, top_k: 5 };
    const translated = await toConverse({ body });
    expect(translated.body.inferenceConfig).toEqual({ maxTokens: 8192 + 4096 });
    expect(listNotices(translated)).toEqual(['temperature dropped', 'top_k dropped', 'top_p dropped']);
    const fitting = await toConverse({ body: { ...ask, temperature: 1, top_p: 0.95 } });
    expect(fitting.body.inferenceConfig).toMatchObject({ temperature: 1, topP: 0.95 });
  });

  test('switched off', async () => {
    const off = await toConverse({ body: { messages: [hello], reasoning_effort: 'none' } });
    expect(off.body.additionalModelRequestFields).toEqual({ thinking: { type: 'disabled' } });
  });
});

describe('limits of output', () => {
  test("Claude's own API gets the model's limit when the client sets none, Converse none", async () => {
    expect((await toAnthropic({ body: { messages: [hello] } })).body.max_tokens).toBe(64_000);
    const unknown = await toAnthropic({ body: { messages: [hello] }, modelId: 'arn:aws:x' });
    expect(unknown.body.max_tokens).toBe(4096);
    expect((await toConverse({ body: { messages: [hello] } })).body.inferenceConfig).toBeUndefined();
  });
});

test('a temperature above what Bedrock has is its highest, and it is said', async () => {
  const hot = await toConverse({ body: { messages: [hello], temperature: 1.5 }, modelId: models.nova });
  expect(hot.body.inferenceConfig).toEqual({ temperature: 1 });
  expect(listNotices(hot)).toEqual(['temperature changed']);
});

test('a model without a system prompt reads it in the first turn', async () => {
  const { body } = await toConverse({
    body: { messages: [{ role: 'system', content: 'Be kind' }, hello] },
    modelId: models.titan,
  });
  expect(body.system).toBeUndefined();
  expect(body.messages[0]?.content).toEqual([{ text: 'Be kind' }, { text: 'Hello' }]);
});

test('nothing is lost silently: fields that nobody reads are named', async () => {
  const body = {
    messages: [{ ...hello, name: 'Ann' }],
    tools: [{ type: 'function', function: { name: 't', examples: [1] } }],
    made_up: 1,
    store: false,
    logit_bias: {},
  };
  expect(listNotices(await toConverse({ body }))).toEqual([
    'messages[0].name dropped',
    'tools[0].function.examples dropped',
    'made_up dropped',
  ]);
  await expect(toConverse({ body, isStrict: true })).rejects.toMatchObject({
    status: 400,
    code: 'unsupported_parameter',
    param: 'messages[0].name',
  });
});

test.each([
  [{ messages: 'x' }, 'messages: must be an array, not a string'],
  [{ messages: [] }, 'messages: is empty'],
  [{ messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role: must be system'],
  [{ messages: [{ role: 'user' }] }, 'messages[0].content: is missing'],
  [
    { messages: [{ role: 'user', content: [{ type: 'hologram' }] }] },
    'messages[0].content[0].type: "hologram"',
  ],
  [{ messages: [hello], max_tokens: 0 }, 'max_tokens: must be a whole number'],
  [{ messages: [hello], n: 2 }, 'n: Bedrock gives one choice'],
  [{ messages: [hello], logprobs: true }, 'logprobs: Bedrock gives no log probabilities'],
  [{ messages: [hello], tools: [{ type: 'custom' }] }, 'tools[0].type: only "function"'],
])('%j is refused by name', async (body, message) => {
  await expect(toConverse({ body })).rejects.toThrow(message);
});
