import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../lib/json-value.ts';
import type { MessagePart } from './conversation.ts';
import { readConversation } from './read-conversation.ts';

const attachment = { type: 'attachment', content_type: 'image/png', byte_length: 2048, name: 'label.png' };

function describePart(part: MessagePart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return `(${part.isRedacted ? 'redacted' : part.text})`;
    case 'tool-call': {
      const result = part.result
        ? ` -> ${part.result.isError ? '!' : ''}${part.result.parts.map(describePart).join()}`
        : '';
      return `${part.name}(${JSON.stringify(part.input)})${result}`;
    }
    case 'tool-result':
      return `result ${part.id}: ${part.parts.map(describePart).join()}`;
    case 'attachment':
      return [part.media, part.name, part.contentType, part.byteLength, part.address]
        .filter(Boolean)
        .join(' ');
    case 'cache-breakpoint':
      return `cache ${part.lifetime ?? 'default'}`;
    case 'guarded':
      return `guarded ${part.qualifiers.join()}: ${part.text}`;
    case 'unknown':
      return `${part.label}=${JSON.stringify(part.value)}`;
    default:
      return part satisfies never;
  }
}

/** A conversation in lines, such as "user: hello"; an answer's role is in capitals. */
function read(input: JsonValue | undefined, output?: JsonValue): string[] | undefined {
  return readConversation(input, output)?.messages.map(({ role, origin, parts }) => {
    const shownRole = origin === 'output' ? role.toUpperCase() : role;
    return `${shownRole}: ${parts.map(describePart).join(' | ')}`;
  });
}

describe("OpenAI's responses", () => {
  it('reads instructions, a question and every item of an answer', () => {
    const output: JsonValue = {
      id: 'resp_1',
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }], content: [] },
        { type: 'reasoning', summary: [], encrypted_content: 'x' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
        { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"id":1}' },
      ],
      output_text: 'I look.',
    };
    expect(read({ instructions: 'Be brief.', input: 'Where is it?' }, output)).toEqual([
      'system: Be brief.',
      'user: Where is it?',
      'ASSISTANT: (hm) | (redacted) | I look. | find({"id":1})',
    ]);
  });

  it('pairs a function call with its output, and reads images, files and items it does not know', () => {
    const input: JsonValue = [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', image_url: attachment },
          { type: 'input_image', image_url: 'https://a.example/b.png' },
          {
            type: 'input_file',
            filename: 'terms.pdf',
            file_data: { type: 'attachment', content_type: 'application/pdf' },
          },
        ],
      },
      { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: '4 degrees' },
      { type: 'item_reference', id: 'i' },
    ];
    const answer = { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] };
    expect(read({ input }, { output: [answer] })).toEqual([
      'developer: Be kind.',
      'user: Look | image label.png image/png 2048 | image https://a.example/b.png | document terms.pdf application/pdf',
      'assistant: find({}) -> 4 degrees',
      'assistant: item_reference={"type":"item_reference","id":"i"}',
      'ASSISTANT: No.',
    ]);
  });
});

describe('Converse', () => {
  it('reads every block and pairs a tool call with its result', () => {
    const input: JsonValue = {
      system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default', ttl: '1h' } }],
      messages: [
        {
          role: 'user',
          content: [{ text: 'Look' }, { image: { format: 'png', source: { bytes: attachment } } }],
        },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
            { reasoningContent: { redactedContent: attachment } },
            { toolUse: { toolUseId: 't1', name: 'find', input: { id: 1 } } },
            { toolUse: { toolUseId: 't2', name: 'stock', input: {} } },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 't2', status: 'error', content: [{ text: 'timeout' }] } },
            { toolResult: { toolUseId: 't1', content: [{ json: { ok: true } }] } },
          ],
        },
        {
          role: 'user',
          content: [
            { guardContent: { text: { text: 'facts', qualifiers: ['grounding_source'] } } },
            {
              document: { name: 'terms', format: 'pdf', source: { s3Location: { uri: 's3://b/terms.pdf' } } },
            },
            { searchResult: { source: 's', title: 't', content: [] } },
          ],
        },
      ],
    };
    const citations: JsonValue = [
      { title: 'Terms', location: { web: { url: 'https://a.example' } }, sourceContent: [{ text: 'q' }] },
    ];
    const output: JsonValue = {
      message: {
        role: 'assistant',
        content: [{ citationsContent: { content: [{ text: 'Yes.' }], citations } }],
      },
    };
    expect(read(input, output)).toEqual([
      'system: Be brief. | cache 1h',
      'user: Look | image label.png image/png 2048',
      'assistant: (hm) | (redacted) | find({"id":1}) -> json={"ok":true} | stock({}) -> !timeout',
      'user: guarded grounding_source: facts | document terms application/pdf s3://b/terms.pdf | searchResult={"searchResult":{"source":"s","title":"t","content":[]}}',
      'ASSISTANT: Yes.',
    ]);
    expect(readConversation(input, output)?.messages.at(-1)?.parts).toEqual([
      {
        kind: 'text',
        text: 'Yes.',
        citations: [{ title: 'Terms', source: 'https://a.example', quote: 'q' }],
      },
    ]);
  });

  it.each<[string, JsonValue]>([
    ['the message itself', { role: 'assistant', content: [{ text: 'Hi.' }] }],
    ['the message in its property', { message: { role: 'assistant', content: [{ text: 'Hi.' }] } }],
    [
      'the whole response',
      { output: { message: { role: 'assistant', content: [{ text: 'Hi.' }] } }, stopReason: 'x' },
    ],
  ])('reads an answer that is %s', (_, output) => {
    expect(read({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }, output)).toEqual([
      'user: Hello',
      'ASSISTANT: Hi.',
    ]);
  });

  it("reads Nova's own body", () => {
    const input: JsonValue = {
      schemaVersion: 'messages-v1',
      system: [{ text: 'Be kind.' }],
      messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
    };
    const output = { output: { message: { role: 'assistant', content: [{ text: 'Hi.' }] } }, usage: {} };
    expect(read(input, output)).toEqual(['system: Be kind.', 'user: Hello', 'ASSISTANT: Hi.']);
  });

  it('leaves a result whose call it does not know where it is', () => {
    const content = [{ toolResult: { toolUseId: 'gone', content: [{ text: 'late' }] } }];
    expect(read({ messages: [{ role: 'user', content }] })).toEqual(['user: result gone: late']);
  });
});

it("reads Anthropic's body", () => {
  const input: JsonValue = {
    anthropic_version: 'bedrock-2023-05-31',
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '5m' } }],
    messages: [
      { role: 'user', content: 'Hello' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'redacted_thinking', data: 'x' },
          { type: 'tool_use', id: 't1', name: 'find', input: { id: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', is_error: true, content: 'not found' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: attachment } },
          { type: 'something_new', value: 1 },
        ],
      },
    ],
  };
  const output: JsonValue = {
    role: 'assistant',
    content: [{ type: 'text', text: 'No.', citations: [{ document_title: 'T', cited_text: 'c' }] }],
    stop_reason: 'end_turn',
  };
  expect(read(input, output)).toEqual([
    'system: Be brief. | cache 5m',
    'user: Hello',
    'assistant: (hm) | (redacted) | find({"id":1}) -> !not found',
    'user: image label.png image/png 2048 | something_new={"type":"something_new","value":1}',
    'ASSISTANT: No.',
  ]);
});

it("reads OpenAI's chat body", () => {
  const input: JsonValue = {
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"id":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
    ],
  };
  const output: JsonValue = {
    choices: [
      { message: { role: 'assistant', content: '<reasoning>hm</reasoning>Yes.' }, finish_reason: 'stop' },
    ],
  };
  expect(read(input, output)).toEqual([
    'system: Be brief.',
    'user: Look | image https://a.example/b.png',
    'assistant: find({"id":1}) -> found',
    'ASSISTANT: (hm) | Yes.',
  ]);
});

it('never shows a data address, which would be megabytes of letters', () => {
  const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }];
  expect(read({ messages: [{ role: 'user', content }] })).toEqual(['user: image']);
});

it("reads the messages of OpenTelemetry's conventions", () => {
  const input: JsonValue = [
    { role: 'user', parts: [{ type: 'text', content: 'Hello' }] },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'hm' },
        { type: 'tool_call', id: 'c', name: 'find', arguments: { id: 1 } },
      ],
    },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'found' }] },
  ];
  const output: JsonValue = [
    { role: 'assistant', parts: [{ type: 'text', content: 'Yes.' }], finish_reason: 'stop' },
  ];
  expect(read(input, output)).toEqual([
    'user: Hello',
    'assistant: (hm) | find({"id":1}) -> found',
    'ASSISTANT: Yes.',
  ]);
});

it.each<[string, JsonValue, JsonValue]>([
  [
    'Claude text',
    { prompt: 'Hello', max_tokens_to_sample: 9 },
    { completion: 'Hi.', stop_reason: 'stop_sequence' },
  ],
  ['Llama', { prompt: 'Hello', max_gen_len: 9 }, { generation: 'Hi.', stop_reason: 'stop' }],
  ['Mistral text', { prompt: 'Hello' }, { outputs: [{ text: 'Hi.', stop_reason: 'stop' }] }],
  ['Titan', { inputText: 'Hello' }, { results: [{ outputText: 'Hi.', completionReason: 'FINISH' }] }],
  ['Cohere Command', { prompt: 'Hello' }, { generations: [{ text: 'Hi.' }] }],
  ['Cohere Command R', { message: 'Hello' }, { text: 'Hi.', finish_reason: 'COMPLETE' }],
  ['Jurassic', { prompt: 'Hello' }, { completions: [{ data: { text: 'Hi.' } }] }],
  ['DeepSeek R1', { prompt: 'Hello' }, { choices: [{ text: 'Hi.', stop_reason: 'stop' }] }],
  ['Pegasus', { inputPrompt: 'Hello' }, { message: 'Hi.', finishReason: 'stop' }],
  ['plain text', 'Hello', 'Hi.'],
])('reads the prompt and completion of %s', (_, input, output) => {
  expect(read(input, output)).toEqual(['user: Hello', 'ASSISTANT: Hi.']);
});

it("reads Cohere's preamble, history and tool calls", () => {
  const input: JsonValue = {
    preamble: 'Be brief.',
    chat_history: [
      { role: 'USER', message: 'Hello' },
      { role: 'CHATBOT', message: 'Hi.' },
    ],
    message: 'And now?',
  };
  const output = { text: '', tool_calls: [{ name: 'find', parameters: { id: 1 } }] };
  expect(read(input, output)).toEqual([
    'system: Be brief.',
    'user: Hello',
    'assistant: Hi.',
    'user: And now?',
    'ASSISTANT: find({"id":1})',
  ]);
});

describe('what is no conversation', () => {
  it.each<[string, JsonValue | undefined, JsonValue | undefined]>([
    ['an embedding', { inputText: 'Hello' }, { embedding: [0.1, 0.2] }],
    ['an image', { taskType: 'TEXT_IMAGE' }, { images: [attachment] }],
    ['nothing at all', undefined, undefined],
    ['an empty body', {}, {}],
    ['a list of numbers', [1, 2], [3]],
  ])('leaves %s to the JSON view', (_, input, output) => {
    expect(read(input, output)).toBeUndefined();
  });

  it('shows what was asked while the answer is not there', () => {
    expect(read({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }, undefined)).toEqual([
      'user: Hello',
    ]);
  });

  it.each<JsonValue>([
    { messages: [{ role: 1, content: [{ toolUse: null }, { image: 'x' }, {}, { reasoningContent: 7 }] }] },
    { messages: [{ role: 'user', content: [{ toolResult: { content: 'x' } }] }], system: 'odd' },
    { anthropic_version: 'x', messages: [{ content: [{ type: 'tool_use' }, { type: 'image' }, null] }, 3] },
    { messages: [{ role: 'tool' }, { role: 'assistant', tool_calls: [{}] }] },
    [{ role: 'user', parts: [{ type: 'tool_call' }, {}, null] }],
    { messages: [{ role: 'user', content: [{ __proto__: null, constructor: 1 }] }] },
  ])('survives the malformed %j', (input) => {
    expect(() => readConversation(input, input)).not.toThrow();
  });
});
