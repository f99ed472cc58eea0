import { describe, expect, test } from 'vitest';
import { listChoices, streamThrough, type WireEvent } from '../../test/stream-through.ts';
import { listNotices, models, toAnthropic, toConverse } from '../../test/translate-for.ts';
import { weatherSchema, weatherTool } from '../../test/weather-tool.ts';
import { readStreamException, readUpstreamError } from './errors/read-upstream-error.ts';
import { ToolNames } from './prepare/tool-names.ts';
import { translateAnswer } from './translate-answer.ts';
import { translateRequest } from './translate-request.ts';

// Each test is named after what users of other gateways reported most.

const hello = { role: 'user', content: 'Hello' };
const png = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]).toString('base64')}`;
const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.7').toString('base64')}`;

function call(id: string, name = 'get_weather', args = '{"city":"Paris"}') {
  return { id, type: 'function', function: { name, arguments: args } };
}

/** A text that ends a cached prefix. */
function marked(value: string) {
  return { type: 'text', text: value, cache_control: { type: 'ephemeral' } };
}

function file(filename: string, data = pdf) {
  return { type: 'file', file: { file_data: data, filename } };
}

function askClaude(part: object) {
  return toAnthropic({ body: { messages: [{ role: 'user', content: [part] }] } });
}

function image(url: string) {
  return { type: 'image_url', image_url: { url } };
}

function askImage(url: string, fetchMedia?: () => Promise<{ bytes: Uint8Array; mediaType?: string }>) {
  return toConverse({ body: { messages: [{ role: 'user', content: [image(url)] }] }, fetchMedia });
}

function startTool(block: number, id: string): WireEvent {
  return [
    'contentBlockStart',
    { contentBlockIndex: block, start: { toolUse: { toolUseId: id, name: 'now' } } },
  ];
}

function addInput(block: number, json: string): WireEvent {
  return ['contentBlockDelta', { contentBlockIndex: block, delta: { toolUse: { input: json } } }];
}

const usage = {
  inputTokens: 6,
  outputTokens: 2,
  cacheReadInputTokens: 100,
  cacheWriteInputTokens: 20,
  totalTokens: 128,
};
const text: WireEvent[] = [
  ['messageStart', { role: 'assistant' }],
  ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } }],
];
const ending: WireEvent[] = [
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['messageStop', { stopReason: 'end_turn' }],
  ['metadata', { usage, metrics: { latencyMs: 5 } }],
];

function answerOf(response: object, to: 'openai-chat' | 'anthropic-messages' = 'openai-chat') {
  return translateAnswer({
    from: 'converse',
    to,
    body: response,
    restoration: { toolNames: new ToolNames([]) },
    reply: { id: 'x', model: 'm', createdSeconds: 1, request: {} },
  });
}

function converseAnswer(content: object[], stopReason = 'end_turn') {
  return { output: { message: { role: 'assistant', content } }, stopReason, usage };
}

describe('empty and white text is refused by Bedrock', () => {
  test('it never reaches Bedrock, and no turn is left empty', async () => {
    const messages = [
      { role: 'system', content: ' ' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'a' },
        ],
      },
      { role: 'assistant', content: '  ' },
      { role: 'user', content: '' },
      { role: 'assistant', content: 'The answer is ' },
    ];
    const { body } = await toConverse({ body: { messages } });
    expect(body.system).toBeUndefined();
    expect(body.messages).toEqual([
      { role: 'user', content: [{ text: 'a' }] },
      { role: 'assistant', content: [{ text: '(empty)' }] },
      { role: 'user', content: [{ text: '(empty)' }] },
      { role: 'assistant', content: [{ text: 'The answer is' }] },
    ]);
    expect((await toAnthropic({ body: { messages } })).body.messages[3]?.content).toEqual([
      { type: 'text', text: 'The answer is' },
    ]);
  });
});

describe('parallel tool results split over turns', () => {
  test('they stand in one user turn, before its text', async () => {
    const messages = [
      hello,
      { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] },
      { role: 'tool', tool_call_id: 'a', content: 'one' },
      { role: 'user', content: 'and?' },
      { role: 'tool', tool_call_id: 'b', content: 'two' },
    ];
    const { body } = await toConverse({ body: { messages, tools: [weatherTool] } });
    expect(body.messages).toHaveLength(3);
    expect(body.messages[2]?.content).toEqual([
      { toolResult: { toolUseId: 'a', content: [{ text: 'one' }] } },
      { toolResult: { toolUseId: 'b', content: [{ text: 'two' }] } },
      { text: 'and?' },
    ]);
  });
});

describe('"toolConfig must be defined" with tools only in the history', () => {
  const messages = [
    hello,
    { role: 'assistant', content: '', tool_calls: [call('a')] },
    { role: 'tool', tool_call_id: 'a', content: 'one' },
  ];

  test('the tools are declared from the history', async () => {
    const { body } = await toConverse({ body: { messages } });
    expect(body.toolConfig?.tools).toMatchObject([{ toolSpec: { name: 'get_weather' } }]);
    expect((await toAnthropic({ body: { messages } })).body.tools).toMatchObject([{ name: 'get_weather' }]);
  });

  test('tool_choice none is kept: by the model, by words, or by leaving the tools out', async () => {
    const none = { messages, tools: [weatherTool], tool_choice: 'none' };
    const claude = await toConverse({ body: none });
    expect(claude.body.additionalModelRequestFields).toEqual({ tool_choice: { type: 'none' } });
    const nova = await toConverse({ body: none, modelId: models.nova });
    expect(nova.body.system).toEqual([{ text: 'Do not call any tool now: answer in words.' }]);
    expect(listNotices(nova)).toEqual(['tool_choice changed']);
    const fresh = await toConverse({ body: { ...none, messages: [hello] } });
    expect(fresh.body.toolConfig).toBeUndefined();
    expect((await toAnthropic({ body: none })).body.tool_choice).toEqual({ type: 'none' });
  });
});

describe('empty tool arguments', () => {
  test('"" goes in as {}', async () => {
    const messages = [
      hello,
      { role: 'assistant', content: null, tool_calls: [call('a', 'now', '')] },
      { role: 'tool', tool_call_id: 'a', content: '' },
    ];
    const { body } = await toConverse({ body: { messages } });
    expect(body.messages[1]?.content).toEqual([{ toolUse: { toolUseId: 'a', name: 'now', input: {} } }]);
    expect(body.messages[2]?.content).toEqual([
      { toolResult: { toolUseId: 'a', content: [{ text: '(empty)' }] } },
    ]);
  });

  test('{} comes out as "{}", in streams too', () => {
    expect(answerOf(converseAnswer([{ toolUse: { toolUseId: 'a', name: 'now', input: {} } }]))).toMatchObject(
      {
        choices: [
          { finish_reason: 'tool_calls', message: { tool_calls: [{ function: { arguments: '{}' } }] } },
        ],
      },
    );
    const chunks = streamThrough('openai-chat', [
      ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 'a', name: 'now' } } }],
      ...ending,
    ]);
    expect(joinArguments(chunks, 0)).toBe('{}');
  });
});

function joinArguments(chunks: readonly object[], index: number): string {
  return listChoices(chunks)
    .flatMap(({ delta }) => delta.tool_calls ?? [])
    .filter((item) => item.index === index)
    .map((item) => item.function.arguments)
    .join('');
}

describe('tool index of streams', () => {
  test('it counts tools, not blocks, and the first piece has id, type and name', () => {
    const chunks = streamThrough('openai-chat', [
      ...text,
      ['contentBlockStop', { contentBlockIndex: 0 }],
      startTool(1, 'a'),
      addInput(1, '{"x":'),
      addInput(1, '1}'),
      ['contentBlockStop', { contentBlockIndex: 1 }],
      startTool(4, 'b'),
      ['contentBlockStop', { contentBlockIndex: 4 }],
      ['messageStop', { stopReason: 'tool_use' }],
    ]);
    const calls = JSON.stringify(chunks);
    expect(calls).toContain(
      '{"index":0,"id":"a","type":"function","function":{"name":"now","arguments":""}}',
    );
    expect(calls).toContain(
      '{"index":1,"id":"b","type":"function","function":{"name":"now","arguments":""}}',
    );
    expect([joinArguments(chunks, 0), joinArguments(chunks, 1)]).toEqual(['{"x":1}', '{}']);
  });
});

describe('tool names and ids out of pattern', () => {
  test('they are renamed without meeting another, and the answer has the old name', async () => {
    const { body, restoration } = await toConverse({
      body: {
        messages: [
          hello,
          { role: 'assistant', content: null, tool_calls: [call('call:1/x', 'a.b')] },
          { role: 'tool', tool_call_id: 'call:1/x', content: 'ok' },
        ],
        tools: ['a_b', 'a.b', 'a/b'].map((name) => ({ type: 'function', function: { name } })),
        tool_choice: { type: 'function', function: { name: 'a/b' } },
      },
    });
    const tools = JSON.stringify(body.toolConfig);
    expect(tools).toMatch(/"a_b".*"a_b_2".*"a_b_3"/);
    expect(body.toolConfig?.toolChoice).toEqual({ tool: { name: 'a_b_3' } });
    expect(body.messages[1]?.content[0]).toMatchObject({ toolUse: { name: 'a_b_2' } });
    expect(JSON.stringify(body.messages).match(/"toolUseId":"call_[0-9a-f]{32}"/g)).toHaveLength(2);
    const answer = translateAnswer({
      from: 'converse',
      to: 'openai-chat',
      body: converseAnswer([{ toolUse: { toolUseId: 'z', name: 'a_b_3', input: {} } }], 'tool_use'),
      restoration,
      reply: { id: 'x', model: 'm', createdSeconds: 1, request: {} },
    });
    expect(answer).toMatchObject({ choices: [{ message: { tool_calls: [{ function: { name: 'a/b' } }] } }] });
  });

  test("Mistral's ids have nine letters and digits", async () => {
    const messages = [
      hello,
      { role: 'assistant', content: null, tool_calls: [call('call_very_long_id')] },
      { role: 'tool', tool_call_id: 'call_very_long_id', content: 'ok' },
    ];
    const { body } = await toConverse({ body: { messages }, modelId: models.mistral });
    const ids = JSON.stringify(body.messages).match(/"toolUseId":"([a-zA-Z0-9]{9})"/g);
    expect(ids).toHaveLength(2);
    expect(ids?.[0]).toBe(ids?.[1]);
  });
});

describe('reasoning that is lost on replay', () => {
  const signed = { type: 'thinking', thinking: 'hmm', signature: 'sig' };
  const redacted = { type: 'redacted_thinking', data: 'AAAA' };

  test('it comes back with its signature, and goes in again in every form', async () => {
    const answer = answerOf(
      converseAnswer([
        { reasoningContent: { reasoningText: { text: 'hmm', signature: 'sig' } } },
        { reasoningContent: { redactedContent: 'AAAA' } },
        { text: 'ok' },
      ]),
    ) as { choices: [{ message: Record<string, unknown> }] };
    const { message } = answer.choices[0];
    expect(message).toMatchObject({ reasoning_content: 'hmm', thinking_blocks: [signed, redacted] });
    const forms = [
      message,
      {
        role: 'assistant',
        content: 'ok',
        reasoning_details: [
          { type: 'reasoning.text', text: 'hmm', signature: 'sig' },
          { type: 'reasoning.encrypted', data: 'AAAA' },
        ],
      },
      { role: 'assistant', content: [signed, redacted, { type: 'text', text: 'ok' }] },
    ];
    for (const form of forms) {
      const { body } = await toConverse({ body: { messages: [hello, form, hello] } });
      expect(body.messages[1]?.content).toEqual([
        { reasoningContent: { reasoningText: { text: 'hmm', signature: 'sig' } } },
        { reasoningContent: { redactedContent: 'AAAA' } },
        { text: 'ok' },
      ]);
    }
  });

  test('streams give the whole block at its end', () => {
    const chunks = streamThrough('openai-chat', [
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'm' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'sig' } } }],
      ...ending,
    ]);
    expect(listChoices(chunks).flatMap(({ delta }) => delta.thinking_blocks ?? [])).toEqual([signed]);
  });

  test('without a signature it is left out, and said', async () => {
    const messages = [hello, { role: 'assistant', content: 'ok', reasoning_content: 'hmm' }, hello];
    const translated = await toConverse({ body: { messages }, isStrict: true });
    expect(translated.body.messages[1]?.content).toEqual([{ text: 'ok' }]);
    expect(listNotices(translated)).toEqual(['messages changed']);
  });
});

describe('thinking with a forced tool', () => {
  test('the choice becomes auto, and it is said', async () => {
    const body = {
      messages: [hello],
      tools: [weatherTool],
      tool_choice: 'required',
      reasoning_effort: 'high',
      max_tokens: 30_000,
    };
    const translated = await toConverse({ body });
    expect(translated.body.toolConfig?.toolChoice).toEqual({ auto: {} });
    expect(translated.body.additionalModelRequestFields).toEqual({
      thinking: { type: 'enabled', budget_tokens: 16_384 },
    });
    expect(listNotices(translated)).toEqual(['tool_choice changed']);
  });
});

describe('response_format dropped', () => {
  const format = { type: 'json_schema', json_schema: { name: 'weather', schema: weatherSchema } };
  const ask = { messages: [hello], response_format: format };

  test('by the API where the model has it, beside tools too', async () => {
    const { body } = await toConverse({
      body: { ...ask, tools: [weatherTool] },
      modelId: models.nativeClaude,
    });
    expect(body.outputConfig?.textFormat).toMatchObject({ type: 'json_schema' });
    expect(JSON.stringify(body.outputConfig)).toContain('additionalProperties');
    expect(body.toolConfig?.tools).toHaveLength(1);
    const claude = await toAnthropic({ body: ask, modelId: models.nativeClaude });
    expect(claude.body.output_config).toMatchObject({
      format: { type: 'json_schema', schema: weatherSchema },
    });
  });

  test('else by a tool, whose arguments are the text, whole and streamed', async () => {
    const { body, restoration } = await toConverse({
      body: { ...ask, tools: [weatherTool] },
      modelId: models.nova,
    });
    expect(body.toolConfig).toMatchObject({
      tools: [{ toolSpec: { name: 'get_weather' } }, { toolSpec: { name: 'json' } }],
      toolChoice: { any: {} },
    });
    expect(restoration.outputToolName).toBe('json');
    const chunks = streamThrough(
      'openai-chat',
      [
        ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 'a', name: 'json' } } }],
        ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '{"city":' } } }],
        ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '"Rome"}' } } }],
        ['contentBlockStop', { contentBlockIndex: 0 }],
        ['messageStop', { stopReason: 'tool_use' }],
      ],
      { outputToolName: 'json' },
    );
    expect(
      listChoices(chunks)
        .map(({ delta }) => delta.content ?? '')
        .join(''),
    ).toBe('{"city":"Rome"}');
    expect(listChoices(chunks).at(-1)).toMatchObject({
      finish_reason: 'stop',
      native_finish_reason: 'tool_use',
    });
  });

  test('else by asking, and it is said', async () => {
    const translated = await toConverse({ body: ask, modelId: models.llama });
    expect(JSON.stringify(translated.body.system)).toContain('JSON schema');
    expect(listNotices(translated)).toEqual(['response_format changed']);
  });
});

describe('cachePoint refused or misplaced', () => {
  const tools = [{ ...weatherTool, cache_control: { type: 'ephemeral', ttl: '1h' } }];
  const point = { cachePoint: { type: 'default' } };

  test('at most four, the last of the prompt', async () => {
    const messages = [
      { role: 'system', content: [marked('s')] },
      { role: 'user', content: ['a', 'b', 'c', 'd'].map(marked) },
    ];
    const translated = await toConverse({ body: { messages } });
    expect(translated.body.system).toEqual([{ text: 's' }]);
    expect(translated.body.messages[0]?.content.filter((block) => 'cachePoint' in block)).toHaveLength(4);
    expect(listNotices(translated)).toEqual(['cache_control dropped']);
  });

  test('never in the tools of Nova, nowhere for a model without a cache, one hour only where there is one', async () => {
    const body = { messages: [{ role: 'user', content: [marked('a')] }], tools };
    const nova = await toConverse({ body, modelId: models.nova });
    expect(nova.body.toolConfig?.tools).toHaveLength(1);
    expect(nova.body.messages[0]?.content).toEqual([{ text: 'a' }, point]);
    const llama = await toConverse({ body, modelId: models.llama });
    expect(JSON.stringify(llama.body)).not.toContain('cachePoint');
    const short = await toConverse({ body });
    expect(short.body.toolConfig?.tools[1]).toEqual(point);
    expect(listNotices(short)).toEqual(['cache_control changed']);
    const long = await toConverse({ body, modelId: models.nativeClaude });
    expect(long.body.toolConfig?.tools[1]).toEqual({ cachePoint: { type: 'default', ttl: '1h' } });
    const claude = await toAnthropic({ body, modelId: models.nativeClaude });
    expect(claude.body.tools).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '1h' } }]);
  });

  test('never right after a document', async () => {
    const cached = { ...file('a.pdf'), cache_control: { type: 'ephemeral' } };
    const { body } = await toConverse({
      body: { messages: [{ role: 'user', content: [cached, { type: 'text', text: 'sum it up' }] }] },
    });
    expect(body.messages[0]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'document',
      'text',
      'cachePoint',
    ]);
  });
});

describe('cache tokens and cost wrong', () => {
  test('prompt_tokens has reads and writes, and says how many', () => {
    expect(answerOf(converseAnswer([{ text: 'Hi' }]))).toMatchObject({
      usage: {
        prompt_tokens: 126,
        completion_tokens: 2,
        total_tokens: 128,
        prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 20 },
      },
    });
    expect(answerOf(converseAnswer([{ text: 'Hi' }]), 'anthropic-messages')).toMatchObject({
      usage: { input_tokens: 6, cache_read_input_tokens: 100, cache_creation_input_tokens: 20 },
    });
  });
});

describe('usage of streams', () => {
  test('exactly one chunk, without choices, only when asked', () => {
    const asked = streamThrough('openai-chat', [...text, ...ending], {
      request: { stream_options: { include_usage: true } },
    });
    expect(asked.filter((chunk) => 'usage' in chunk)).toMatchObject([
      { choices: [], usage: { prompt_tokens: 126 } },
    ]);
    const unasked = streamThrough('openai-chat', [...text, ...ending]);
    expect(unasked.filter((chunk) => 'usage' in chunk)).toEqual([]);
    expect(listChoices(unasked)).toHaveLength(unasked.length);
  });
});

describe('ARNs as models', () => {
  test('an opaque one gets the defaults, and those of its model where that is known', async () => {
    const modelId = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123';
    const body = { messages: [hello], temperature: 0.5 };
    expect((await toConverse({ body, modelId })).body.inferenceConfig).toEqual({ temperature: 0.5 });
    const known = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5';
    expect((await toConverse({ body, modelId: known })).body.inferenceConfig).toBeUndefined();
  });
});

describe('"on-demand throughput isn\'t supported"', () => {
  test("the error names the profile of the caller's part of the world", () => {
    const error = readUpstreamError({
      status: 400,
      headers: { 'x-amzn-errortype': 'ValidationException:http://internal.amazon.com/' },
      body: JSON.stringify({
        message:
          'Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn’t supported.',
      }),
      target: {
        modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
        provider: { name: 'europe', endpoint: { region: 'eu-west-1' } },
      },
    });
    expect(error.message).toContain('In eu-west-1 use eu.anthropic.claude-sonnet-4-5-20250929-v1:0');
  });
});

describe('documents', () => {
  test('names are cleaned and unique, and a text stands beside them', async () => {
    const { body } = await toConverse({
      body: {
        messages: [{ role: 'user', content: [file('Q3_report*(final).pdf'), file('Q3_report*(final).pdf')] }],
      },
    });
    expect(body.messages[0]?.content).toMatchObject([
      { document: { name: 'Q3 report (final)', format: 'pdf' } },
      { document: { name: 'Q3 report (final) (2)', format: 'pdf' } },
      { text: 'The document is attached.' },
    ]);
  });

  test.each(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'])('%s', async (format) => {
    const data = Buffer.from('some bytes').toString('base64');
    const { body } = await toConverse({
      body: {
        messages: [{ role: 'user', content: [file(`a.${format}`, data), { type: 'text', text: 'x' }] }],
      },
    });
    expect(body.messages[0]?.content[0]).toMatchObject({ document: { format, source: { bytes: data } } });
  });

  test("Claude's own API reads PDF and text, and refuses the rest by name", async () => {
    expect((await askClaude(file('a.pdf'))).body.messages[0]?.content[0]).toMatchObject({
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf' },
    });
    const csv = Buffer.from('a,b').toString('base64');
    expect((await askClaude(file('a.csv', csv))).body.messages[0]?.content[0]).toMatchObject({
      source: { type: 'text', data: 'a,b' },
    });
    await expect(askClaude(file('a.docx', csv))).rejects.toThrow(
      /messages\[0\]\.content\[0\]\.file\.file_data: .*docx/,
    );
  });
});

describe('images', () => {
  test('the bytes decide what it is, whatever the client says', async () => {
    const { body } = await askImage(png.replace('image/png', 'image/jpg'));
    expect(body.messages[0]?.content[0]).toMatchObject({ image: { format: 'png' } });
  });

  test('a URL is fetched by what the gateway gives, or refused', async () => {
    const fetched = await askImage('https://example.com/cat', async () => ({
      bytes: Buffer.from('GIF89a'),
      mediaType: 'image/gif',
    }));
    expect(fetched.body.messages[0]?.content[0]).toEqual({
      image: { format: 'gif', source: { bytes: Buffer.from('GIF89a').toString('base64') } },
    });
    await expect(askImage('https://example.com/cat')).rejects.toThrow(
      /messages\[0\]\.content\[0\]\.image_url\.url/,
    );
    const failing = askImage('https://example.com/cat', () => Promise.reject(new Error('private address')));
    await expect(failing).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('private address'),
    });
    await expect(askImage('ftp://example.com/cat')).rejects.toMatchObject({
      status: 400,
      param: 'messages[0].content[0].image_url.url',
    });
  });

  test('in tool results too', async () => {
    const messages = [
      hello,
      { role: 'assistant', content: null, tool_calls: [call('a')] },
      { role: 'tool', tool_call_id: 'a', content: [image(png)] },
    ];
    expect((await toConverse({ body: { messages } })).body.messages[2]?.content).toMatchObject([
      { toolResult: { content: [{ image: { format: 'png' } }] } },
    ]);
    expect((await toAnthropic({ body: { messages } })).body.messages[2]?.content).toMatchObject([
      { type: 'tool_result', content: [{ type: 'image', source: { media_type: 'image/png' } }] },
    ]);
  });
});

describe('sampling parameters that newer models refuse', () => {
  const body = { messages: [hello], temperature: 0.5, top_p: 0.9, stop: ['\n', 'END'] };

  test('they are left out and named; strict mode refuses', async () => {
    const translated = await toConverse({ body, modelId: models.adaptiveClaude });
    expect(translated.body.inferenceConfig).toEqual({ stopSequences: ['END'] });
    expect(listNotices(translated)).toEqual(['temperature dropped', 'top_p dropped', 'stop dropped']);
    const strict = toConverse({ body, modelId: models.adaptiveClaude, isStrict: true });
    await expect(strict).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param: 'temperature',
    });
  });

  test('one of two where a model takes only one, all where it takes all', async () => {
    const one = await toConverse({ body, modelId: models.nativeClaude });
    expect(one.body.inferenceConfig).toMatchObject({ temperature: 0.5 });
    expect(one.body.inferenceConfig).not.toHaveProperty('topP');
    const all = await toConverse({ body, modelId: models.nova });
    expect(all.body.inferenceConfig).toEqual({ temperature: 0.5, topP: 0.9, stopSequences: ['\n', 'END'] });
  });
});

describe('stop reasons lost', () => {
  test.each([
    ['end_turn', 'stop', 'end_turn'],
    ['tool_use', 'tool_calls', 'tool_use'],
    ['max_tokens', 'length', 'max_tokens'],
    ['stop_sequence', 'stop', 'stop_sequence'],
    ['guardrail_intervened', 'content_filter', 'refusal'],
    ['content_filtered', 'content_filter', 'refusal'],
    ['malformed_model_output', 'stop', 'end_turn'],
    ['malformed_tool_use', 'stop', 'end_turn'],
    ['model_context_window_exceeded', 'length', 'model_context_window_exceeded'],
    ['something_new', 'stop', 'end_turn'],
  ])('%s', (raw, chat, anthropic) => {
    const content = raw === 'tool_use' ? [{ toolUse: { toolUseId: 'a', name: 'b' } }] : [{ text: 'Hi' }];
    const answer = converseAnswer(content, raw);
    expect(answerOf(answer)).toMatchObject({ choices: [{ finish_reason: chat, native_finish_reason: raw }] });
    expect(answerOf(answer, 'anthropic-messages')).toMatchObject({
      stop_reason: anthropic,
      native_stop_reason: raw,
    });
  });

  test('the stop sequence that was met is named, whole and streamed', () => {
    const body = {
      ...converseAnswer([{ text: 'Hi' }], 'stop_sequence'),
      additionalModelResponseFields: { stop_sequence: 'END' },
    };
    expect(answerOf(body, 'anthropic-messages')).toMatchObject({ stop_sequence: 'END' });
    const delta = { delta: { stop_sequence: 'END' } };
    const stop = { stopReason: 'stop_sequence', additionalModelResponseFields: delta };
    const chunks = streamThrough('openai-chat', [...text, ['messageStop', stop]]);
    expect(listChoices(chunks).at(-1)).toMatchObject({ finish_reason: 'stop', stop_sequence: 'END' });
  });

  test('a turn of tool calls that ends as any other is still one of tool calls', () => {
    expect(answerOf(converseAnswer([{ toolUse: { toolUseId: 'a', name: 'b' } }]))).toMatchObject({
      choices: [{ finish_reason: 'tool_calls', native_finish_reason: 'end_turn' }],
    });
  });
});

describe('context overflow not told apart', () => {
  test.each([
    'Input is too long for requested model.',
    'The model returned the following errors: prompt is too long: 210000 tokens > 200000 maximum',
    "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens",
    'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
    'The model returned the following errors: Input Tokens Exceeded: Number of input tokens exceeds maximum length.',
    'Too many input tokens. Max input tokens: 8192, request input token count: 9000',
    "The prompt is longer than the model's context window",
  ])('%s', (message) => {
    const failure = { status: 400, headers: {}, body: JSON.stringify({ message }) };
    expect(readUpstreamError(failure)).toMatchObject({ status: 400, code: 'context_length_exceeded' });
  });

  test('a throttling by tokens is another thing', () => {
    const body = JSON.stringify({ message: 'Too many tokens, please wait before trying again.' });
    const headers = { 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '3' };
    expect(readUpstreamError({ status: 429, headers, body })).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      retryAfterSeconds: 3,
    });
  });
});

describe('throttling and other errors mapped wrongly', () => {
  test.each([
    [400, 'ValidationException', 'invalid_request'],
    [400, 'ServiceQuotaExceededException', 'quota_exceeded'],
    [403, 'AccessDeniedException', 'access_denied'],
    [403, 'ExpiredTokenException', 'expired_credentials'],
    [404, 'ResourceNotFoundException', 'model_not_found'],
    [408, 'ModelTimeoutException', 'model_timeout'],
    [424, 'ModelErrorException', 'model_error'],
    [429, 'ThrottlingException', 'rate_limit_exceeded'],
    [429, 'ModelNotReadyException', 'model_not_ready'],
    [500, 'InternalServerException', 'internal_error'],
    [503, 'ServiceUnavailableException', 'service_unavailable'],
    [529, 'SomethingNew', 'service_unavailable'],
  ])('%s %s', (status, exception, code) => {
    const headers = { 'x-amzn-errortype': `${exception}:http://internal`, 'x-amzn-requestid': 'r' };
    const error = readUpstreamError({ status, headers, body: '{"message":"words"}' });
    expect(error).toMatchObject({ status, code, exception, requestId: 'r', message: 'words' });
  });

  test('an error page of something in between is not shown to the client', () => {
    const error = readUpstreamError({ status: 502, headers: {}, body: '<html>secret</html>' });
    expect(error).toMatchObject({ status: 502, code: 'upstream_error' });
    expect(error.message).not.toContain('secret');
  });
});

describe('exceptions in mid-stream swallowed', () => {
  const broken: WireEvent[] = [...text, ['throttlingException', { message: 'slow down' }]];

  test('they end the stream in an error object, and no finish is made up', () => {
    const chunks = streamThrough('openai-chat', broken);
    expect(chunks.at(-1)).toEqual({
      error: {
        message: 'slow down',
        type: 'rate_limit_error',
        param: null,
        code: 'rate_limit_exceeded',
        exception: 'ThrottlingException',
      },
    });
    expect(JSON.stringify(chunks)).not.toMatch(/"finish_reason":"/);
    expect(streamThrough('anthropic-messages', broken).at(-1)).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error' },
    });
    expect(streamThrough('openai-responses', broken).slice(-2)).toMatchObject([
      { type: 'response.failed', response: { status: 'failed', error: { code: 'rate_limit_exceeded' } } },
      { type: 'error', code: 'rate_limit_exceeded' },
    ]);
  });

  test('so does a stream that is cut', () => {
    expect(streamThrough('openai-chat', text).at(-1)).toMatchObject({ error: { code: 'stream_truncated' } });
    expect(readStreamException('modelStreamErrorException', {})).toMatchObject({ status: 424 });
  });
});

describe('beta flags and unknown fields', () => {
  test('what Bedrock does not have for the model is stripped and said', async () => {
    const translated = await translateRequest({
      from: 'anthropic-messages',
      to: 'anthropic',
      modelId: models.nativeClaude,
      betas: ['interleaved-thinking-2025-05-14', 'made-up-2030-01-01'],
      body: {
        model: 'claude',
        stream: true,
        max_tokens: 10,
        diagnostics: { previous_message_id: 'x' },
        service_tier: 'standard_only',
        system: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral', scope: 'global' } }],
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: ' ' },
              { type: 'text', text: 'a' },
            ],
          },
        ],
        tools: [{ name: 't', input_schema: { type: 'object' }, eager_input_streaming: true }],
      },
    });
    expect(translated.body).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['interleaved-thinking-2025-05-14'],
      max_tokens: 10,
      system: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }],
      tools: [{ name: 't', input_schema: { type: 'object' } }],
    });
    expect(translated.headers).toEqual({ 'x-amzn-bedrock-service-tier': 'default' });
    expect(listNotices(translated)).toEqual([
      'anthropic_beta changed',
      'diagnostics dropped',
      'system[0].cache_control.scope changed',
      'tools[0].eager_input_streaming changed',
    ]);
  });
});
