import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAttempt, buildRecord, claude, recordNative } from '../../test/record-through.ts';
import { GatewayError } from '../gateway-error.ts';
import { mapCall } from './map-call.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const model = `/model/${encodeURIComponent(claude)}`;
const messages = [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }];
const claudeBody = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 50,
  messages: [{ role: 'user', content: 'What is an outcrop?' }],
};
const error = new GatewayError('left', { status: 499, code: 'client_left' });
const left = { status: 499, error, partialReason: 'aborted' } as const;

describe('a call that ended early', () => {
  it.each([
    ['ConverseStream', 'converse-stream', { messages }],
    ['InvokeModelWithResponseStream', 'invoke-with-response-stream', claudeBody],
  ])('has an estimate of what it took: %s', async (name, path, body) => {
    const request = { path: `${model}/${path}`, body, script: 'cut-after=3' };
    const call = await recordNative(emulator, `${name}Command`, request);
    const { metadata, metrics, output } = mapCall({
      ...call,
      ...left,
    }).span;
    expect(metadata['usage_estimated']).toBe(true);
    const { content } = output as unknown as { content: { text: string }[] };
    const writtenTokens = Math.ceil(content.map(({ text }) => text).join('').length / 4);
    expect(writtenTokens).toBeGreaterThan(0);
    expect(metrics.completion_tokens).toBe(writtenTokens);
    if (name === 'ConverseStream') expect(metrics.prompt_tokens).toBe(Math.ceil(call.requestBody.length / 4));
    else expect(metrics.prompt_tokens).toBeGreaterThan(0);
    expect(metrics.tokens).toBe(metrics.prompt_tokens! + writtenTokens);
  });

  it('is estimated by its request when nothing had been answered, and not at all when it was not sent', () => {
    const sent = { ...left, requestBody: Buffer.alloc(400, ' ') };
    const waiting = { ...buildAttempt(), status: undefined, error };
    const asked = mapCall(buildRecord({ ...sent, attempts: [waiting] })).span;
    expect([asked.metrics.tokens, asked.metadata['usage_estimated']]).toEqual([100, true]);
    const unsent = mapCall(buildRecord({ ...sent, attempts: [] })).span;
    expect([unsent.metrics.tokens, unsent.metadata['usage_estimated']]).toEqual([undefined, undefined]);
  });

  it('is estimated without the bytes of its pictures', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(300_000, 7)]);
    const image = { image: { format: 'png', source: { bytes: bytes.toString('base64') } } };
    const body = { messages: [{ role: 'user', content: [image] }] };
    const { metrics } = mapCall(
      buildRecord({ ...left, requestBody: Buffer.from(JSON.stringify(body)) }),
    ).span;
    expect(metrics.tokens).toBeGreaterThan(1500);
    expect(metrics.tokens).toBeLessThan(1600);
  });
});
