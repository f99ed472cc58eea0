import { afterAll, beforeAll, expect, test } from 'vitest';
import { claude, findScriptedTargets } from '../../test/find-scripted-targets.ts';
import { openTestGateway } from '../../test/start-test-gateway.ts';
import { weatherSchema } from '../../test/weather-tool.ts';
import type { CallRecord } from './call-record.ts';
import { mapCall } from './map-call.ts';

let gateway: Awaited<ReturnType<typeof openTestGateway>>;
beforeAll(async () => {
  gateway = await openTestGateway({ findTargets: findScriptedTargets });
});
afterAll(() => gateway.close());

/** The record of one message that was streamed. */
async function stream(model: string, content: string): Promise<CallRecord> {
  const answer = await fetch(`${gateway.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': gateway.key, 'x-outcrop-retries': '0' },
    body: JSON.stringify({
      model,
      stream: true,
      max_tokens: 4000,
      messages: [{ role: 'user', content }],
      tools: [{ name: 'get_weather', description: 'The weather', input_schema: weatherSchema }],
      thinking: { type: 'enabled', budget_tokens: 1024 },
    }),
  });
  await answer.text();
  return gateway.records.at(-1) as CallRecord;
}

function withoutReading(record: CallRecord): CallRecord {
  return { ...record, streamed: undefined };
}

test.each([`converse/${claude}`, `anthropic/${claude}`])(
  'what is read of %s while it is translated is what its bytes say',
  async (model) => {
    for (const content of ['Hello', 'Think, then tell me the weather in Paris']) {
      const record = await stream(model, content);
      expect(record.streamed).toBeDefined();
      const { time_to_first_token: firstSeconds = 0, ...read } = mapCall(record).span.metrics;
      const { time_to_first_token: arrivedSeconds, ...said } = mapCall(withoutReading(record)).span.metrics;
      expect(read).toEqual(said);
      // Pieces that arrive before anybody reads are read together.
      expect(firstSeconds).toBeGreaterThanOrEqual(arrivedSeconds ?? Infinity);
      expect({ ...mapCall(record).span, metrics: {} }).toEqual({
        ...mapCall(withoutReading(record)).span,
        metrics: {},
      });
    }
  },
);

test.each(['exception-after=3:modelStreamErrorException:broken', 'cut-after=3', 'malformed-after=3'])(
  'the bytes tell what came of a stream with %s',
  async (script) => {
    const record = await stream(`converse/${claude}#${script}`, 'Hello');
    expect(record.streamed).toBeUndefined();
    expect(mapCall(record).span.metadata.partial).toBe(true);
  },
);
