import { SseDecoder } from '@outcrop/bedrock';
import { describe, expect, test } from 'vitest';
import { listNotices, models } from '../../test/translate-for.ts';
import { createStreamTranslator } from './create-stream-translator.ts';
import { ToolNames } from './prepare/tool-names.ts';
import { translateRequest } from './translate-request.ts';

const modelId = 'openai.gpt-oss-120b-1:0';
const restoration = { toolNames: new ToolNames([]) };

function passThrough(
  to: 'openai-chat' | 'openai-responses',
  sent: readonly object[],
  request: Record<string, unknown> = {},
) {
  const payloads: object[] = [];
  const reply = { id: 'x', model: 'mine', createdSeconds: 1, request };
  const translator = createStreamTranslator(
    { from: to === 'openai-chat' ? 'openai' : to, restoration, reply, to },
    (payload) => payloads.push(payload),
  );
  for (const payload of sent) translator.pushPayload(payload);
  translator.end();
  return payloads;
}

const piece = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] };
const last = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const counts = { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } };

describe("chat completions to Bedrock's OpenAI endpoint", () => {
  test('only the model, what Bedrock wants in headers and the usage of streams are changed', async () => {
    const body = {
      model: 'mine',
      messages: [{ role: 'user', content: 'Hello' }],
      logit_bias: { a: 1 },
      stream: true,
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    };
    const translated = await translateRequest({ from: 'openai-chat', to: 'openai', modelId, body });
    const { guardrailConfig: _, ...rest } = body;
    expect(translated.body).toEqual({ ...rest, model: modelId, stream_options: { include_usage: true } });
    expect(translated.headers).toEqual({
      'x-amzn-bedrock-guardrailidentifier': 'g',
      'x-amzn-bedrock-guardrailversion': '1',
    });
  });

  test('the usage goes on only to who asked for it', () => {
    expect(passThrough('openai-chat', [piece, last, counts])).toEqual([
      { ...piece, model: 'mine' },
      { ...last, model: 'mine' },
    ]);
    const asked = { stream_options: { include_usage: true } };
    expect(passThrough('openai-chat', [piece, last, counts], asked).at(-1)).toMatchObject(counts);
  });

  test('a stream that is cut is an error', () => {
    expect(passThrough('openai-chat', [piece]).at(-1)).toMatchObject({ error: { code: 'stream_truncated' } });
    const event = { type: 'response.output_text.delta', delta: 'Hi' };
    expect(passThrough('openai-responses', [event]).at(-1)).toMatchObject({
      error: { code: 'stream_truncated' },
    });
    const whole = [event, { type: 'response.completed', response: {} }];
    expect(passThrough('openai-responses', whole)).toEqual(whole);
  });
});

test("Anthropic's pictures by URL are embedded, and the mark for the whole prompt goes to its end", async () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a' } };
  const body = {
    model: 'claude',
    max_tokens: 1,
    cache_control: { type: 'ephemeral' },
    messages: [
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [image] }, image] },
    ],
  };
  const before = structuredClone(body);
  const translated = await translateRequest({
    from: 'anthropic-messages',
    to: 'anthropic',
    modelId: models.budgetClaude,
    body,
    fetchMedia: async () => ({ bytes: Buffer.from('GIF89a') }),
  });
  const embedded = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/gif', data: Buffer.from('GIF89a').toString('base64') },
  };
  expect(translated.body).toMatchObject({
    messages: [
      {
        content: [
          { type: 'tool_result', content: [embedded] },
          { ...embedded, cache_control: { type: 'ephemeral' } },
        ],
      },
    ],
  });
  expect(listNotices(translated)).toEqual(['cache_control changed']);
  expect(body).toEqual(before);
});

test('server-sent events are read whatever the pieces they come in', () => {
  const text = 'event: a\r\ndata: {"x":"ü"}\r\n\r\n: comment\n\ndata: {"y":\ndata: 2}\n\ndata: [DONE]\n\n';
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size < bytes.length; size += 1) {
    const decoder = new SseDecoder();
    const read: unknown[] = [];
    for (let start = 0; start < bytes.length; start += size) {
      read.push(...decoder.push(bytes.subarray(start, start + size)));
    }
    expect(read).toEqual([{ x: 'ü' }, { y: 2 }]);
  }
});
