import { describe, expect, it } from 'vitest';
import { converse } from './converse.ts';
import { findOperation, operations } from './find-operation.ts';

describe('converse', () => {
  it('reads the request: content as it is, everything else flat', () => {
    const input = {
      modelId: 'amazon.nova-pro-v1:0',
      messages: [{ role: 'user', content: [{ text: 'hi' }] }],
      system: [{ text: 'be brief' }],
      inferenceConfig: { maxTokens: 5, temperature: 0, topP: 0.5, stopSequences: ['|'] },
      toolConfig: { tools: [{ toolSpec: { name: 'get' } }], toolChoice: { auto: {} } },
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
      additionalModelRequestFields: { thinking: { type: 'enabled' } },
      additionalModelResponseFieldPaths: ['/stop_sequence'],
      promptVariables: { name: { text: 'Ada' } },
      requestMetadata: { team: 'a' },
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'flex' },
      outputConfig: { effort: 'low' },
    };
    expect(converse.readRequest(input)).toEqual({
      model: input.modelId,
      input: { messages: input.messages, system: input.system },
      metadata: {
        maxTokens: 5,
        temperature: 0,
        topP: 0.5,
        stopSequences: ['|'],
        tools: input.toolConfig.tools,
        tool_choice: { auto: {} },
        guardrail: input.guardrailConfig,
        additional_model_request_fields: input.additionalModelRequestFields,
        additional_model_response_field_paths: ['/stop_sequence'],
        prompt_variables: input.promptVariables,
        request_metadata: { team: 'a' },
        performance_config: { latency: 'optimized' },
        requested_performance_config: { latency: 'optimized' },
        service_tier: { type: 'flex' },
        requested_service_tier: { type: 'flex' },
        output_config: { effort: 'low' },
      },
    });
  });

  it('leaves out what was not asked', () => {
    const reading = converse.readRequest({
      modelId: 'm',
      messages: [],
      system: undefined,
      toolConfig: undefined,
    });
    expect(Object.keys(reading.input as object)).toEqual(['messages']);
    expect(Object.keys(reading.metadata)).toEqual([]);
  });

  it('reads the answer with guardrail trace and the model a prompt router chose', () => {
    const trace = { guardrail: { actionReason: 'blocked' }, promptRouter: { invokedModelId: 'arn:x' } };
    const message = { role: 'assistant', content: [{ text: 'hi' }] };
    expect(
      converse.readResponse(
        {
          output: { message },
          stopReason: 'end_turn',
          usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
          metrics: { latencyMs: 12 },
          trace,
          additionalModelResponseFields: { stop_sequence: '|' },
          performanceConfig: { latency: 'standard' },
          serviceTier: { type: 'default' },
        },
        {},
      ),
    ).toEqual({
      output: message,
      metadata: {
        stop_reason: 'end_turn',
        guardrail_action: 'NONE',
        guardrail_action_reason: 'blocked',
        trace,
        invoked_model: 'arn:x',
        additional_model_response_fields: { stop_sequence: '|' },
        performance_config: { latency: 'standard' },
        service_tier: { type: 'default' },
      },
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      latencyMs: 12,
    });
  });

  it('reads an answer without anything in it', () => {
    expect(converse.readResponse({}, {})).toEqual({ output: undefined, metadata: {} });
  });
});

describe('findOperation', () => {
  it('finds every operation by the command of the AWS SDK, and nothing else', () => {
    for (const operation of operations) expect(findOperation(operation.command)).toBe(operation);
    for (const { spanName, operation, command } of operations) {
      expect(spanName).toBe(`bedrock.${operation}`);
      expect(command.toLowerCase()).toBe(`${operation}command`.toLowerCase());
    }
    expect(findOperation('PutObjectCommand')).toBeUndefined();
  });
});
