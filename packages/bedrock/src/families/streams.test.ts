import { describe, expect, it } from 'vitest';
import { readInvokeStream } from '../../test/invoke-stream.ts';

describe('anthropic-messages stream', () => {
  it('is rebuilt to the whole message', () => {
    const { reading, content } = readInvokeStream([
      { type: 'ping' },
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude',
          content: [],
          stop_reason: null,
          usage: { input_tokens: 9, output_tokens: 1, cache_read_input_tokens: 3 },
        },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'm.' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'redacted_thinking', data: 'xyz' } },
      { type: 'content_block_start', index: 2, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'text_delta', text: 'It ' } },
      {
        type: 'content_block_delta',
        index: 2,
        delta: { type: 'citations_delta', citation: { cited_text: 'a' } },
      },
      {
        type: 'content_block_delta',
        index: 2,
        delta: { type: 'citations_delta', citation: { cited_text: 'b' } },
      },
      { type: 'content_block_delta', index: 2, delta: { type: 'text_delta', text: 'is.' } },
      {
        type: 'content_block_start',
        index: 3,
        content_block: { type: 'tool_use', id: 't', name: 'look', input: {} },
      },
      { type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '' } },
      { type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '{"at":' } },
      { type: 'content_block_delta', index: 3, delta: { type: 'input_json_delta', partial_json: '1}' } },
      {
        type: 'content_block_start',
        index: 4,
        content_block: { type: 'tool_use', id: 'u', name: 'none', input: {} },
      },
      { type: 'content_block_start', index: 5, content_block: { type: 'compaction' } },
      { type: 'content_block_delta', index: 5, delta: { type: 'compaction_delta', content: 'short' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'tool_use', stop_sequence: null },
        usage: { output_tokens: 40, output_tokens_details: { thinking_tokens: 7 } },
        context_management: { applied_edits: [] },
      },
      { type: 'message_stop' },
    ]);
    expect(reading).toEqual({
      output: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [
          { type: 'thinking', thinking: 'Hmm.', signature: 'sig' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'text', text: 'It is.', citations: [{ cited_text: 'a' }, { cited_text: 'b' }] },
          { type: 'tool_use', id: 't', name: 'look', input: { at: 1 } },
          { type: 'tool_use', id: 'u', name: 'none', input: {} },
          { type: 'compaction', content: 'short' },
        ],
        stop_reason: 'tool_use',
        stop_sequence: null,
        usage: {
          input_tokens: 9,
          output_tokens: 40,
          cache_read_input_tokens: 3,
          output_tokens_details: { thinking_tokens: 7 },
        },
        context_management: { applied_edits: [] },
      },
      metadata: { stop_reason: 'tool_use' },
      usage: { inputTokens: 9, outputTokens: 40, cacheReadTokens: 3, reasoningTokens: 7 },
    });
    expect(content.flatMap((isContent, at) => (isContent ? [at] : []))).toEqual([
      3, 4, 9, 12, 13, 15, 16, 17, 19,
    ]);
  });

  it('keeps tool input that was cut as text', () => {
    const { reading } = readInvokeStream([
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'n', input: {} },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a' } },
    ]);
    expect(reading.output).toMatchObject({ role: 'assistant', content: [{ name: 'n', input: '{"a' }] });
  });
});

describe('nova stream', () => {
  it('joins the text that Nova cuts into blocks, and parses tool input', () => {
    const { reading, content } = readInvokeStream([
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: 'Let ' }, contentBlockIndex: 0 } },
      { contentBlockDelta: { delta: { text: 'me.' }, contentBlockIndex: 1 } },
      { contentBlockStart: { start: { toolUse: { toolUseId: 't', name: 'n' } }, contentBlockIndex: 2 } },
      { contentBlockDelta: { delta: { toolUse: { input: '{"a":1}' } }, contentBlockIndex: 2 } },
      { contentBlockDelta: { delta: { text: 'Done.' }, contentBlockIndex: 3 } },
      { messageStop: { stopReason: 'tool_use' } },
      { metadata: { usage: { inputTokens: 1, outputTokens: 2 } } },
    ]);
    expect(reading).toEqual({
      output: {
        output: {
          message: {
            role: 'assistant',
            content: [
              { text: 'Let me.' },
              { toolUse: { toolUseId: 't', name: 'n', input: { a: 1 } } },
              { text: 'Done.' },
            ],
          },
        },
        stopReason: 'tool_use',
        usage: { inputTokens: 1, outputTokens: 2 },
      },
      metadata: { stop_reason: 'tool_use' },
      usage: { inputTokens: 1, outputTokens: 2 },
    });
    expect(content).toEqual([false, true, true, true, true, true, false, false]);
  });
});

describe('openai-chat stream', () => {
  const base = { id: 'c', object: 'chat.completion.chunk', model: 'gpt-oss' };

  it('merges content, reasoning and tool calls by their index', () => {
    const { reading, content } = readInvokeStream([
      { ...base, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
      { ...base, choices: [{ index: 0, delta: { reasoning_content: 'Hm' } }] },
      { ...base, choices: [{ index: 0, delta: { reasoning_content: 'm.' } }] },
      {
        ...base,
        choices: [
          { index: 0, delta: { content: 'Look' } },
          { index: 1, delta: { content: 'See' } },
        ],
      },
      { ...base, choices: [{ index: 0, delta: { content: 'ing.' } }] },
      {
        ...base,
        choices: [
          {
            index: 0,
            delta: {
              tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'two', arguments: '' } }],
            },
          },
        ],
      },
      {
        ...base,
        choices: [
          {
            index: 0,
            delta: {
              tool_calls: [
                { index: 0, id: 'a', type: 'function', function: { name: 'one', arguments: '{"x"' } },
                { index: 1, function: { arguments: '{}' } },
              ],
            },
          },
        ],
      },
      {
        ...base,
        choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] } }],
      },
      { ...base, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
      { ...base, choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    ]);
    expect(reading).toEqual({
      output: {
        ...base,
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: 'Looking.',
              reasoning_content: 'Hmm.',
              tool_calls: [
                { id: 'a', type: 'function', function: { name: 'one', arguments: '{"x":1}' } },
                { id: 'b', type: 'function', function: { name: 'two', arguments: '{}' } },
              ],
            },
            finish_reason: 'tool_calls',
          },
          { index: 1, message: { content: 'See' } },
        ],
        usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      },
      metadata: { stop_reason: 'tool_calls' },
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    });
    expect(content).toEqual([false, true, true, true, true, false, true, true, false, false]);
  });

  it("takes Mistral's pieces under `message`", () => {
    const { reading } = readInvokeStream([
      { choices: [{ index: 0, message: { role: 'assistant', content: 'Bon' }, stop_reason: null }] },
      { choices: [{ index: 0, message: { role: 'assistant', content: 'jour' }, stop_reason: 'stop' }] },
    ]);
    expect(reading).toMatchObject({
      output: { choices: [{ message: { role: 'assistant', content: 'Bonjour' }, stop_reason: 'stop' }] },
      metadata: { stop_reason: 'stop' },
    });
  });

  it('reads reasoning that comes under `reasoning`, and token probabilities', () => {
    const { reading } = readInvokeStream([
      { choices: [{ index: 0, delta: { reasoning: 'a' }, logprobs: { content: [{ token: 'a' }] } }] },
      { choices: [{ index: 0, delta: { reasoning: 'b' }, logprobs: { content: [{ token: 'b' }] } }] },
    ]);
    expect(reading.output).toMatchObject({
      choices: [{ message: { reasoning: 'ab' }, logprobs: { content: [{ token: 'a' }, { token: 'b' }] } }],
    });
  });
});

describe('streams of the other families', () => {
  it('deepseek-text', () => {
    const { reading } = readInvokeStream([
      { choices: [{ text: 'a', stop_reason: null }] },
      { choices: [{ text: 'b', stop_reason: 'length' }] },
    ]);
    expect(reading).toMatchObject({
      output: { choices: [{ text: 'ab', stop_reason: 'length' }] },
      metadata: { stop_reason: 'length' },
    });
  });

  it('cohere-command-r with a tool call, whole and cut', () => {
    const events = [
      { event_type: 'stream-start', generation_id: 'g', is_finished: false },
      { event_type: 'text-generation', text: 'I will', is_finished: false },
      { event_type: 'citation-generation', citations: [{ start: 0 }], is_finished: false },
      { event_type: 'citation-generation', citations: [{ start: 5 }], is_finished: false },
      {
        event_type: 'tool-calls-generation',
        tool_calls: [{ name: 'n', parameters: {} }],
        is_finished: false,
      },
    ];
    expect(readInvokeStream(events)).toMatchObject({
      reading: {
        output: {
          generation_id: 'g',
          text: 'I will',
          citations: [{ start: 0 }, { start: 5 }],
          tool_calls: [{ name: 'n', parameters: {} }],
        },
      },
      content: [false, true, false, false, true],
    });
    const response = {
      text: 'I will',
      finish_reason: 'COMPLETE',
      meta: { billed_units: { input_tokens: 1 } },
    };
    const { reading } = readInvokeStream([
      ...events,
      { event_type: 'stream-end', response, is_finished: true },
    ]);
    expect(reading).toEqual({
      output: response,
      metadata: { stop_reason: 'COMPLETE' },
      usage: { inputTokens: 1 },
    });
  });

  it('cohere-command in pieces of several generations', () => {
    const { reading } = readInvokeStream([
      { text: 'a', is_finished: false, index: 0 },
      { text: 'x', is_finished: false, index: 1 },
      { text: 'b', is_finished: false, index: 0 },
      { text: '', is_finished: true, index: 0, finish_reason: 'COMPLETE' },
    ]);
    expect(reading.output).toMatchObject({
      generations: [{ text: 'ab', finish_reason: 'COMPLETE' }, { text: 'x' }],
    });
    expect(reading.metadata).toEqual({ stop_reason: 'COMPLETE' });
  });

  it('twelvelabs-pegasus', () => {
    const { reading } = readInvokeStream([{ message: 'a ' }, { message: 'cat', finishReason: 'stop' }]);
    expect(reading).toEqual({
      output: { message: 'a cat', finishReason: 'stop' },
      metadata: { stop_reason: 'stop' },
    });
  });
});
