import {
  ApplyGuardrailCommand,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  GetAsyncInvokeCommand,
  InvokeGuardrailChecksCommand,
  InvokeModelCommand,
  ListAsyncInvokesCommand,
  StartAsyncInvokeCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../../test/bedrock-session.ts';
import { flush } from '../../index.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user' as const, content: [{ text: 'count me' }] }];

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

test('CountTokens has its count and no cost', async () => {
  const { inputTokens } = await session
    .createClient()
    .send(new CountTokensCommand({ modelId: model, input: { converse: { messages } } }));
  await flush();
  const { span } = session.collector;
  expect(span).toMatchObject({
    name: 'bedrock.countTokens',
    type: 'function',
    input: { messages },
    output: { inputTokens },
    metadata: { model, operation: 'countTokens', region: 'us-east-1' },
  });
  expect(span.metrics).toEqual({ counted_input_tokens: inputTokens });
});

test('ApplyGuardrail says what was found', async () => {
  const answer = await session.createClient().send(
    new ApplyGuardrailCommand({
      guardrailIdentifier: 'abc123',
      guardrailVersion: '1',
      source: 'INPUT',
      content: [{ text: { text: 'blocked' } }],
    }),
  );
  await flush();
  expect(session.collector.span).toMatchObject({
    name: 'bedrock.applyGuardrail',
    type: 'function',
    input: { source: 'INPUT', content: [{ text: { text: 'blocked' } }] },
    output: { action: 'GUARDRAIL_INTERVENED', outputs: answer.outputs },
    metadata: {
      guardrail: { guardrailIdentifier: 'abc123', guardrailVersion: '1' },
      guardrail_action: 'INTERVENED',
      guardrail_findings: [{ side: 'content', policy: 'wordPolicy', match: 'blocked', action: 'BLOCKED' }],
      guardrail_units: { wordPolicyUnits: 1 },
      guardrail_coverage: { textCharacters: { guarded: 7, total: 7 } },
      request_id: answer.$metadata.requestId,
    },
    metrics: { guardrail_latency_ms: 1 },
  });
});

test('InvokeGuardrailChecks has its results', async () => {
  const { results } = await session.createClient().send(
    new InvokeGuardrailChecksCommand({
      messages,
      checks: { contentFilter: { categories: [{ category: 'HATE' }] } },
    }),
  );
  await flush();
  expect(session.collector.span).toMatchObject({
    name: 'bedrock.invokeGuardrailChecks',
    input: { messages },
    output: results,
    metadata: { guardrail_units: { contentFilter: 1 } },
  });
});

test('asynchronous invocations tell ARN, status and model', async () => {
  const client = session.createClient();
  const { invocationArn } = await client.send(
    new StartAsyncInvokeCommand({
      modelId: 'amazon.nova-reel-v1:1',
      modelInput: { taskType: 'TEXT_VIDEO' },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://videos' } },
    }),
  );
  await client.send(new GetAsyncInvokeCommand({ invocationArn }));
  await client.send(new ListAsyncInvokesCommand({}));
  await flush();
  expect(session.collector.spans).toMatchObject([
    {
      name: 'bedrock.startAsyncInvoke',
      input: { taskType: 'TEXT_VIDEO' },
      metadata: { model: 'amazon.nova-reel-v1:1', invocation_arn: invocationArn },
    },
    {
      name: 'bedrock.getAsyncInvoke',
      output: { status: 'InProgress', submitTime: expect.stringMatching(/^\d{4}-/) as string },
      metadata: { invocation_arn: invocationArn, invocation_status: 'InProgress' },
    },
    { name: 'bedrock.listAsyncInvokes', metadata: { invocation_count: 1 } },
  ]);
});

describe('meaning', () => {
  const guardrailConfig = { guardrailIdentifier: 'abc123', guardrailVersion: '1', trace: 'enabled' as const };
  const blocked = [{ role: 'user' as const, content: [{ text: 'blocked' }] }];
  const outcome = {
    guardrail_action: 'INTERVENED',
    guardrail_findings: [{ side: 'input', guardrail: 'abc123', policy: 'wordPolicy', match: 'blocked' }],
    guardrail_units: { wordPolicyUnits: 1 },
  };

  test('of a guardrail is the same for every operation', async () => {
    const client = session.createClient();
    await client.send(new ConverseCommand({ modelId: model, messages: blocked, guardrailConfig }));
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: model, messages: blocked, guardrailConfig }),
    );
    for await (const event of stream ?? []) void event;
    await client.send(
      new InvokeModelCommand({
        modelId: model,
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 9,
          messages: [{ role: 'user', content: 'blocked' }],
        }),
        guardrailIdentifier: 'abc123',
        guardrailVersion: '1',
        trace: 'ENABLED',
      }),
    );
    await flush();
    expect(session.collector.spans).toHaveLength(3);
    for (const span of session.collector.spans) {
      expect(span.metadata).toMatchObject(outcome);
      expect(span.metrics['guardrail_latency_ms']).toBe(1);
    }
  });

  test('of tier and speed is kept as asked and as served', async () => {
    await session.createClient().send(
      new ConverseCommand({
        modelId: model,
        messages,
        serviceTier: { type: 'flex' },
        performanceConfig: { latency: 'optimized' },
        requestMetadata: { team: 'rocks' },
      }),
    );
    await flush();
    expect(session.collector.span.metadata).toMatchObject({
      requested_service_tier: { type: 'flex' },
      service_tier: { type: 'flex' },
      requested_performance_config: { latency: 'optimized' },
      performance_config: { latency: 'optimized' },
      request_metadata: { team: 'rocks' },
    });
  });

  test('of cached prompts is split by time to live', async () => {
    const long = [{ text: 'A long instruction. '.repeat(50) }, { cachePoint: { type: 'default' as const } }];
    const { usage } = await session
      .createClient()
      .send(new ConverseCommand({ modelId: model, messages, system: long }));
    await flush();
    expect(session.collector.span.metrics).toMatchObject({
      prompt_cache_creation_tokens: usage?.cacheWriteInputTokens,
      prompt_cache_creation_5m_tokens: usage?.cacheWriteInputTokens,
    });
  });

  test('of an embedding is its dimension and norm', async () => {
    await session
      .createClient()
      .send(
        new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"granite"}' }),
      );
    await flush();
    expect(session.collector.span.output).toMatchObject({
      embedding: { dimensions: 1024, norm: expect.any(Number) as number },
      inputTextTokenCount: expect.any(Number) as number,
    });
    expect(session.collector.span.metrics.prompt_tokens).toBeGreaterThan(0);
  });
});
