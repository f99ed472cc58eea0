import { describe, expect, it } from 'vitest';
import { invokeModel } from './invoke-model.ts';

const body = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 9,
  top_k: 3,
  messages: [],
  tools: [{ name: 't' }],
};
const json = JSON.stringify(body);

describe('invokeModel request', () => {
  it.each<[string, unknown]>([
    ['text', json],
    ['a Buffer', Buffer.from(json)],
    ['a Uint8Array', new TextEncoder().encode(json)],
    ['an ArrayBuffer', new TextEncoder().encode(json).buffer],
    ['a DataView', new DataView(new TextEncoder().encode(json).buffer)],
  ])('is read from %s', (_, given) => {
    expect(invokeModel.readRequest({ modelId: 'm', body: given })).toEqual({
      model: 'm',
      input: body,
      metadata: { maxTokens: 9, topK: 3, tools: body.tools },
    });
  });

  it('keeps the options beside the body', () => {
    expect(
      invokeModel.readRequest({
        modelId: 'm',
        body: '{}',
        contentType: 'application/json',
        accept: '*/*',
        trace: 'ENABLED',
        guardrailIdentifier: 'g',
        guardrailVersion: '1',
        performanceConfigLatency: 'optimized',
        serviceTier: 'flex',
        requestMetadata: '{"team":"a"}',
      }).metadata,
    ).toEqual({
      content_type: 'application/json',
      accept: '*/*',
      guardrail: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'ENABLED' },
      performance_config: { latency: 'optimized' },
      requested_performance_config: { latency: 'optimized' },
      service_tier: 'flex',
      requested_service_tier: 'flex',
      request_metadata: '{"team":"a"}',
    });
  });

  it('keeps text that is no JSON as text, and bytes that are no text as a reference', () => {
    expect(invokeModel.readRequest({ body: Buffer.from('héllo {') }).input).toBe('héllo {');
    expect(
      invokeModel.readRequest({ body: Uint8Array.of(0xff, 0xfe, 0), contentType: 'image/png' }).input,
    ).toEqual({
      type: 'attachment',
      content_type: 'image/png',
      byte_length: 3,
    });
  });

  it('never consumes what can be read only once', () => {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue('{}');
        controller.close();
      },
    });
    const blob = new Blob([json]);
    for (const once of [stream, blob, undefined, null, 7]) {
      expect(invokeModel.readRequest({ body: once }).input).toBeNull();
    }
    expect(stream.locked).toBe(false);
  });
});

describe('invokeModel answer', () => {
  it('takes billed counts from the headers and what only the body says from the body', () => {
    const answer = {
      type: 'message',
      content: [{ type: 'text', text: 'hi' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 99,
        output_tokens: 99,
        cache_creation: { ephemeral_1h_input_tokens: 4 },
        output_tokens_details: { thinking_tokens: 2 },
      },
      'amazon-bedrock-guardrailAction': 'INTERVENED',
      'amazon-bedrock-trace': { guardrail: { actionReason: 'x' } },
    };
    expect(
      invokeModel.readResponse(
        {
          body: Buffer.from(JSON.stringify(answer)),
          serviceTier: 'flex',
          performanceConfigLatency: 'standard',
        },
        {
          'x-amzn-bedrock-input-token-count': '5',
          'x-amzn-bedrock-output-token-count': '6',
          'x-amzn-bedrock-invocation-latency': '321',
        },
      ),
    ).toEqual({
      output: answer,
      metadata: {
        stop_reason: 'end_turn',
        service_tier: 'flex',
        performance_config: { latency: 'standard' },
        guardrail_action: 'INTERVENED',
        guardrail_action_reason: 'x',
        trace: { guardrail: { actionReason: 'x' } },
      },
      usage: { inputTokens: 5, outputTokens: 6, cacheWrite1hTokens: 4, reasoningTokens: 2 },
      latencyMs: 321,
    });
  });

  it('keeps an answer of an unknown family whole, and its counts by the headers', () => {
    const reading = invokeModel.readResponse(
      { body: '{"haiku":"…"}' },
      { 'x-amzn-bedrock-input-token-count': '5', 'x-amzn-bedrock-output-token-count': '6' },
    );
    expect(reading).toEqual({
      output: { haiku: '…' },
      metadata: {},
      usage: { inputTokens: 5, outputTokens: 6 },
    });
  });

  it('reads an answer without a body', () => {
    expect(invokeModel.readResponse({}, {})).toEqual({ output: null, metadata: {} });
  });
});
