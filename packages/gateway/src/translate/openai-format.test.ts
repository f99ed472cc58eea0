import { describe, expect, test } from 'vitest';
import { listNotices } from '../../test/translate-for.ts';
import type { OpenAiRequest } from './conversation-to-openai/openai-request.ts';
import { createStreamTranslator } from './create-stream-translator.ts';
import { ToolNames } from './prepare/tool-names.ts';
import { translateAnswer } from './translate-answer.ts';
import { type RequestTranslation, translateRequest } from './translate-request.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]).toString('base64');
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } };
const inputSchema = { type: 'object', properties: { city: { type: 'string' } } };
const user = (...content: object[]) => ({ role: 'user', content });

async function toOpenAi(body: object, changes: Partial<RequestTranslation> = {}) {
  const translated = await translateRequest({
    from: 'anthropic-messages',
    to: 'openai',
    modelId: 'xai.grok-4.3',
    body: { model: 'm', max_tokens: 100, ...body },
    ...changes,
  });
  return { ...translated, body: translated.body as OpenAiRequest };
}

describe('a message of Anthropic’s as a chat completion', () => {
  test('with system prompt, sampling, pictures and documents', async () => {
    const { body, dropped } = await toOpenAi({
      system: [
        { type: 'text', text: 'Be kind' },
        { type: 'text', text: 'Be brief' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      stream: true,
      messages: [
        user(image, {
          type: 'document',
          title: 'a.pdf',
          source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
        }),
        { role: 'assistant', content: 'Hi' },
        { role: 'user', content: 'Go on' },
      ],
    });
    expect(body).toEqual({
      messages: [
        { role: 'system', content: 'Be kind\n\nBe brief' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
            { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
          ],
        },
        { role: 'assistant', content: 'Hi' },
        { role: 'user', content: 'Go on' },
      ],
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(dropped).toEqual([]);
  });

  test('with tools, their calls and what they gave', async () => {
    const call = { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Lisbon' } };
    const translated = await toOpenAi({
      tools: [{ name: 'weather', description: 'Of a city', input_schema: inputSchema }],
      tool_choice: { type: 'tool', name: 'weather', disable_parallel_tool_use: true },
      messages: [
        user({ type: 'text', text: 'Weather?' }),
        { role: 'assistant', content: [{ type: 'text', text: 'I look' }, call] },
        user({ type: 'tool_result', tool_use_id: 't1', is_error: true, content: [image] }),
      ],
    });
    expect(translated.body).toEqual({
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: 'I look',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'weather', arguments: '{"city":"Lisbon"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: 'Error: (empty)' },
        {
          role: 'user',
          content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }],
        },
      ],
      max_completion_tokens: 100,
      tools: [
        {
          type: 'function',
          function: { name: 'weather', description: 'Of a city', parameters: inputSchema },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: false,
    });
    expect(listNotices(translated)).toEqual(['messages changed']);
  });

  test('with a schema, an effort and a guardrail', async () => {
    const { body, headers } = await toOpenAi({
      messages: [{ role: 'user', content: 'Hello' }],
      thinking: { type: 'enabled', budget_tokens: 3000 },
      max_tokens: 8000,
      output_config: { format: { type: 'json_schema', schema: inputSchema } },
      guardrailConfig: { guardrailIdentifier: 'g1', guardrailVersion: '2' },
    });
    expect(body).toMatchObject({
      reasoning_effort: 'low',
      response_format: {
        type: 'json_schema',
        json_schema: { strict: true, schema: { ...inputSchema, additionalProperties: false } },
      },
    });
    expect(headers).toMatchObject({ 'x-amzn-bedrock-guardrailidentifier': 'g1' });
  });

  test('what it has no words for is said, or refused', async () => {
    const translated = await toOpenAi({
      top_k: 5,
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'text', text: 'Hi' },
          ],
        },
        { role: 'user', content: 'Go on' },
      ],
    });
    expect(listNotices(translated).toSorted()).toEqual(['messages changed', 'top_k dropped']);
    expect(JSON.stringify(translated.body)).not.toContain('hm');
    const thought = { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }] };
    const asked = { role: 'user', content: 'Hello' };
    expect((await toOpenAi({ messages: [asked, thought, asked] })).body.messages).toEqual([asked, asked]);
    const away = { type: 'image', source: { type: 'url', url: 's3://bucket/a.png' } };
    await expect(toOpenAi({ messages: [user(away)] })).rejects.toMatchObject({
      status: 400,
      param: 'messages[0].content[0].source.url',
    });
  });
});

const restoration = { toolNames: new ToolNames([]) };
const reply = { id: 'x', model: 'm', createdSeconds: 1, request: {} };
const usage = { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } };
const weatherCall = (json: string) => ({
  id: 'c1',
  type: 'function',
  function: { name: 'weather', arguments: json },
});

const translate = (message: object, finish_reason: string) =>
  translateAnswer({
    from: 'openai',
    to: 'anthropic-messages',
    body: { choices: [{ message, finish_reason }], usage },
    restoration,
    reply,
  });

describe('a chat completion as a message of Anthropic’s', () => {
  test.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'refusal'],
  ])('that ended with %s', (finish, reason) => {
    expect(translate({ content: 'Hi', reasoning_content: 'hm' }, finish)).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'Hi' },
      ],
      stop_reason: reason,
      usage: { input_tokens: 6, cache_read_input_tokens: 4, output_tokens: 5 },
    });
  });

  test.each([
    ['{"city":"Lisbon"}', { city: 'Lisbon' }],
    ['', {}],
  ])('with a call of %j', (json, input) => {
    expect(translate({ content: null, tool_calls: [weatherCall(json)] }, 'tool_calls')).toMatchObject({
      content: [{ type: 'tool_use', id: 'c1', name: 'weather', input }],
      stop_reason: 'tool_use',
    });
  });

  test('in pieces: reasoning, text and two calls, each block after the other', () => {
    const payloads: { type: string; index?: number; delta?: object; content_block?: object }[] = [];
    const translator = createStreamTranslator(
      { from: 'openai', to: 'anthropic-messages', restoration, reply },
      (payload) => payloads.push(payload as (typeof payloads)[number]),
    );
    const push = (delta: object, finish_reason: string | null = null) =>
      translator.pushPayload({ choices: [{ index: 0, delta, finish_reason }] });
    push({ role: 'assistant', content: '' });
    push({ reasoning_content: 'hm' });
    push({ content: 'I ' });
    push({ content: 'look' });
    push({ tool_calls: [{ index: 0, ...weatherCall('') }] });
    push({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] });
    push({ tool_calls: [{ index: 0, function: { arguments: '"Lisbon"}' } }] });
    push({ tool_calls: [{ index: 1, ...weatherCall(''), id: 'c2' }] });
    push({}, 'tool_calls');
    translator.pushPayload({ choices: [], usage });
    translator.end();
    const heard = payloads.map(({ type, index }) => (index === undefined ? type : `${type} ${index}`));
    expect(heard).toEqual([
      'message_start',
      'content_block_start 0',
      'content_block_delta 0',
      'content_block_stop 0',
      'content_block_start 1',
      'content_block_delta 1',
      'content_block_delta 1',
      'content_block_stop 1',
      'content_block_start 2',
      'content_block_delta 2',
      'content_block_delta 2',
      'content_block_stop 2',
      'content_block_start 3',
      'content_block_delta 3',
      'content_block_stop 3',
      'message_delta',
      'message_stop',
    ]);
    expect(payloads.at(-2)).toMatchObject({
      delta: { stop_reason: 'tool_use' },
      usage: { output_tokens: 5 },
    });
  });
});

describe('a chat completion of the client’s as a response', () => {
  test('with system prompt, tools, their results, an effort and a schema', async () => {
    const call = {
      id: 't1',
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"Lisbon"}' },
    };
    const { body, dropped } = await translateRequest({
      from: 'openai-chat',
      to: 'openai-responses',
      modelId: 'openai.gpt-5.4',
      body: {
        model: 'm',
        stream: true,
        max_tokens: 100,
        reasoning_effort: 'high',
        stop: 'END',
        response_format: { type: 'json_schema', json_schema: { name: 'w', schema: inputSchema } },
        tools: [{ type: 'function', function: { name: 'weather', parameters: inputSchema } }],
        tool_choice: { type: 'function', function: { name: 'weather' } },
        messages: [
          { role: 'system', content: 'Be kind' },
          user(
            { type: 'text', text: 'Weather?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
          ),
          { role: 'assistant', content: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 't1', content: 'sunny' },
        ],
      },
    });
    expect(body).toEqual({
      input: [
        { role: 'system', content: 'Be kind' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Weather?' },
            { type: 'input_image', image_url: `data:image/png;base64,${png}` },
          ],
        },
        { type: 'function_call', call_id: 't1', name: 'weather', arguments: '{"city":"Lisbon"}' },
        { type: 'function_call_output', call_id: 't1', output: 'sunny' },
      ],
      store: false,
      stream: true,
      max_output_tokens: 100,
      reasoning: { effort: 'high' },
      tools: [{ type: 'function', name: 'weather', parameters: inputSchema, strict: false }],
      tool_choice: { type: 'function', name: 'weather' },
      text: {
        format: {
          type: 'json_schema',
          name: 'w',
          schema: { ...inputSchema, additionalProperties: false },
          strict: true,
        },
      },
    });
    expect(dropped.map(({ field, kind }) => [field, kind])).toEqual([['stop', 'dropped']]);
  });

  test.each([
    [{ status: 'completed' }, 'stop'],
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content_filter'],
  ])('whose answer ended as %j', (ended, finish_reason) => {
    const body = {
      ...ended,
      output: [
        { type: 'reasoning', summary: [{ text: 'hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
      ],
      usage: { input_tokens: 10, output_tokens: 5, input_tokens_details: { cached_tokens: 4 } },
    };
    const answer = translateAnswer({
      from: 'openai-responses',
      to: 'openai-chat',
      body,
      restoration,
      reply,
    });
    expect(answer).toMatchObject({
      choices: [{ message: { content: 'Hi', reasoning_content: 'hm' }, finish_reason }],
      usage: { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } },
    });
  });

  test('that failed is an error', () => {
    const body = { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'slow down' } };
    const translation = { from: 'openai-responses', to: 'openai-chat', body, restoration, reply } as const;
    expect(() => translateAnswer(translation)).toThrow('slow down');
  });
});
