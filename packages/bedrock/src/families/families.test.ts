import { describe, expect, it } from 'vitest';
import { families, findRequestFamily, findResponseFamily, findStreamFamily } from './registry.ts';

interface Sample {
  request: Record<string, unknown>;
  /** What of the request is read. */
  reads?: object;
  response: Record<string, unknown>;
  stopReason?: string;
  usage?: object;
  metrics?: object;
  chunk?: Record<string, unknown>;
}

const user = { role: 'user', content: 'hi' };

const samples: Record<string, Sample> = {
  'anthropic-messages': {
    request: {
      anthropic_version: 'bedrock-2023-05-31',
      messages: [user],
      max_tokens: 5,
      temperature: 0.1,
      top_p: 0.2,
      top_k: 3,
      stop_sequences: ['|'],
      tools: [{ name: 't' }],
      tool_choice: { type: 'any' },
    },
    reads: {
      parameters: { maxTokens: 5, temperature: 0.1, topP: 0.2, topK: 3, stopSequences: ['|'] },
      tools: [{ name: 't' }],
      toolChoice: { type: 'any' },
    },
    response: {
      type: 'message',
      content: [],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 2 },
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 1, outputTokens: 2 },
    chunk: { type: 'message_start', message: {} },
  },
  'anthropic-text': {
    request: { prompt: '\n\nHuman: hi', max_tokens_to_sample: 5, top_k: 3, stop_sequences: ['|'] },
    reads: { parameters: { maxTokens: 5, topK: 3, stopSequences: ['|'] } },
    response: { completion: 'hi', stop_reason: 'stop_sequence', stop: '|' },
    stopReason: 'stop_sequence',
    chunk: { completion: 'h', stop_reason: null },
  },
  nova: {
    request: {
      messages: [{ role: 'user', content: [{ text: 'hi' }] }],
      inferenceConfig: { max_new_tokens: 5, topP: 0.2, topK: 3, stopSequences: ['|'] },
      toolConfig: { tools: [{ toolSpec: {} }], toolChoice: { any: {} } },
    },
    reads: {
      parameters: { maxTokens: 5, topP: 0.2, topK: 3, stopSequences: ['|'] },
      tools: [{ toolSpec: {} }],
      toolChoice: { any: {} },
    },
    response: {
      output: { message: { role: 'assistant', content: [] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 2, cacheReadInputTokenCount: 3 },
    },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3 },
    chunk: { messageStart: { role: 'assistant' } },
  },
  'titan-text': {
    request: { inputText: 'hi', textGenerationConfig: { maxTokenCount: 5, topP: 0.2, stopSequences: ['|'] } },
    reads: { parameters: { maxTokens: 5, topP: 0.2, stopSequences: ['|'] } },
    response: {
      inputTextTokenCount: 1,
      results: [{ outputText: 'hi', tokenCount: 2, completionReason: 'FINISH' }],
    },
    stopReason: 'FINISH',
    usage: { inputTokens: 1, outputTokens: 2 },
    chunk: { outputText: 'h', index: 0 },
  },
  'titan-embedding': {
    request: { inputText: 'hi', dimensions: 256 },
    response: { embedding: [0.1], inputTextTokenCount: 1 },
    usage: { inputTokens: 1 },
  },
  llama: {
    request: { prompt: 'hi', max_gen_len: 5, top_p: 0.2 },
    reads: { parameters: { maxTokens: 5, topP: 0.2 } },
    response: { generation: 'hi', prompt_token_count: 1, generation_token_count: 2, stop_reason: 'length' },
    stopReason: 'length',
    usage: { inputTokens: 1, outputTokens: 2 },
    chunk: { generation: 'h', prompt_token_count: 1 },
  },
  'cohere-command-r': {
    request: { message: 'hi', p: 0.2, k: 3, max_tokens: 5, tools: [{ name: 't' }] },
    reads: { parameters: { maxTokens: 5, topP: 0.2, topK: 3 }, tools: [{ name: 't' }] },
    response: {
      text: 'hi',
      finish_reason: 'COMPLETE',
      meta: { billed_units: { input_tokens: 1, output_tokens: 2 }, tokens: { input_tokens: 70 } },
    },
    stopReason: 'COMPLETE',
    usage: { inputTokens: 1, outputTokens: 2 },
    chunk: { event_type: 'text-generation', text: 'h', is_finished: false },
  },
  'cohere-embed': {
    request: { texts: ['hi'], input_type: 'search_query' },
    response: { embeddings: { float: [[0.1]] }, id: 'x', response_type: 'embeddings_by_type' },
  },
  rerank: {
    request: { query: 'q', documents: ['a', 'b'], api_version: 2 },
    response: { results: [{ index: 1, relevance_score: 0.9 }] },
    metrics: { search_queries: 1 },
  },
  'ai21-jurassic': {
    request: { prompt: 'hi', maxTokens: 5, topP: 0.2, stopSequences: ['|'] },
    reads: { parameters: { maxTokens: 5, topP: 0.2, stopSequences: ['|'] } },
    response: { completions: [{ data: { text: 'hi' }, finishReason: { reason: 'endoftext' } }] },
    stopReason: 'endoftext',
  },
  'image-generation': {
    request: { prompt: 'a cat', aspect_ratio: '1:1', output_format: 'png' },
    response: { images: ['aGk='], seeds: [1], finish_reasons: ['Filter reason: prompt'] },
    stopReason: 'Filter reason: prompt',
    metrics: { generated_images: 1 },
  },
  'cohere-command': {
    request: { prompt: 'hi', p: 0.2, k: 3, max_tokens: 5, stop_sequences: ['|'] },
    reads: { parameters: { maxTokens: 5, topP: 0.2, topK: 3, stopSequences: ['|'] } },
    response: { generations: [{ text: 'hi', finish_reason: 'MAX_TOKENS' }] },
    stopReason: 'MAX_TOKENS',
    chunk: { text: 'h', is_finished: false, index: 0 },
  },
  'twelvelabs-pegasus': {
    request: { inputPrompt: 'what?', mediaSource: { base64String: 'aGk=' }, maxOutputTokens: 5 },
    reads: { parameters: { maxTokens: 5 } },
    response: { message: 'a cat', finishReason: 'stop' },
    stopReason: 'stop',
    chunk: { message: 'a', finishReason: null },
  },
  'twelvelabs-marengo': {
    request: { inputType: 'text', inputText: undefined, text: { inputText: 'hi' } },
    response: { data: [{ embedding: [0.1] }] },
  },
  'deepseek-text': {
    request: { prompt: '<｜begin▁of▁sentence｜><｜User｜>hi', max_tokens: 5, stop: ['|'] },
    reads: { parameters: { maxTokens: 5, stopSequences: ['|'] } },
    response: { choices: [{ text: 'hi', stop_reason: 'stop' }] },
    stopReason: 'stop',
    chunk: { choices: [{ text: 'h', stop_reason: null }] },
  },
  'mistral-text': {
    request: { prompt: '<s>[INST] hi', max_tokens: 5, top_p: 0.2, top_k: 3, stop: '|' },
    reads: { parameters: { maxTokens: 5, topP: 0.2, topK: 3, stopSequences: ['|'] } },
    response: { outputs: [{ text: 'hi', stop_reason: 'length' }] },
    stopReason: 'length',
    chunk: { outputs: [{ text: 'h', stop_reason: null }] },
  },
  'openai-chat': {
    request: {
      messages: [user],
      max_completion_tokens: 5,
      top_p: 0.2,
      stop: ['|'],
      tools: [{}],
      tool_choice: 'auto',
    },
    reads: { parameters: { maxTokens: 5, topP: 0.2, stopSequences: ['|'] }, tools: [{}], toolChoice: 'auto' },
    response: {
      choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 2,
        total_tokens: 7,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    },
    stopReason: 'stop',
    usage: { inputTokens: 1, outputTokens: 2, totalTokens: 7, cacheReadTokens: 4 },
    chunk: { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'h' } }] },
  },
};

describe('families', () => {
  it('all have a sample here', () => {
    expect(families.map(({ name }) => name).sort()).toEqual(Object.keys(samples).sort());
  });

  it.each(Object.entries(samples))('%s is known by its request', (name, { request, reads }) => {
    const family = findRequestFamily(request);
    expect(family?.name).toBe(name);
    expect(family?.readRequest(request)).toEqual(reads ?? { parameters: {} });
  });

  it.each(Object.entries(samples))('%s is known by its answer', (name, sample) => {
    const { response, stopReason, usage, metrics } = sample;
    const family = findResponseFamily(response);
    expect(family?.name).toBe(name);
    expect(family?.readResponse(response)).toEqual({ stopReason, usage, metrics });
  });

  it.each(Object.entries(samples))('%s is known by the first chunk of its stream', (name, { chunk }) => {
    const streaming = families.find((family) => family.name === name)?.stream;
    expect(streaming === undefined).toBe(chunk === undefined);
    expect(findStreamFamily(chunk ?? {})?.name).toBe(chunk && name);
  });

  it('leaves a body unclaimed that looks like none of them', () => {
    expect(findRequestFamily({ haiku: true })).toBeUndefined();
    expect(findResponseFamily({ haiku: '…' })).toBeUndefined();
    expect(findStreamFamily({ haiku: '…' })).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['Titan Image', { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'cat' } }, 'image-generation'],
    ['SDXL', { text_prompts: [{ text: 'cat' }], cfg_scale: 1 }, 'image-generation'],
    ['Nova without any configuration', { messages: [{ role: 'user', content: [{ text: 'a' }] }] }, 'nova'],
    [
      'a chat of typed parts',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] },
      'openai-chat',
    ],
    ['Titan Multimodal Embeddings', { inputImage: 'aGk=' }, 'titan-embedding'],
    ['Command R with a tool result', { message: '', tool_results: [] }, 'cohere-command-r'],
  ])('knows %s', (_, request, name) => {
    expect(findRequestFamily(request)?.name).toBe(name);
  });

  it.each<[name: string, response: Record<string, unknown>, stopReason: string | undefined]>([
    [
      'image-generation',
      { artifacts: [{ base64: 'aGk=', finishReason: 'CONTENT_FILTERED' }] },
      'CONTENT_FILTERED',
    ],
    ['image-generation', { images: [], error: 'blocked' }, 'error'],
    ['image-generation', { images: ['aGk='], finish_reasons: [null] }, undefined],
    ['titan-embedding', { embeddingsByType: { float: [] } }, undefined],
    ['openai-chat', { choices: [{ message: {}, stop_reason: 'stop' }] }, 'stop'],
  ])('%s reads %j too', (name, response, stopReason) => {
    const family = findResponseFamily(response);
    expect(family?.name).toBe(name);
    expect(family?.readResponse(response).stopReason).toBe(stopReason);
  });
});
