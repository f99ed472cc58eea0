import { describe, expect, it } from 'vitest';
import { getOperation, listEvents, readExchange } from '../../test/read-exchange.ts';
import {
  contentText,
  expectedOf,
  findAll,
  jsonPieces,
  lastNumber,
  type Json,
} from '../../test/expected-answer.ts';
import { listRecordedExchanges, nameExchange } from '../../test/recordings.ts';
import { mapUsageToMetrics } from '../usage.ts';

const recorded = listRecordedExchanges();
const answered = recorded.filter(({ status }) => status === 200);

describe.skipIf(answered.length === 0)('recorded exchanges', () => {
  it('are all there', () => {
    expect(answered.length).toBeGreaterThanOrEqual(79);
  });

  describe.each(answered.map((exchange) => [nameExchange(exchange), exchange] as const))(
    '%s',
    (_, exchange) => {
      const { request, response } = readExchange(exchange);
      const expected = expectedOf(exchange);

      it('keeps the model, and the request as it was said', () => {
        const body = JSON.parse((exchange.requestBody ?? Buffer.from('{}')).toString());
        const { messages, system } = body;
        const isConverse = exchange.operation.startsWith('converse');
        expect(request.model).toBe(exchange.model);
        expect(JSON.parse(JSON.stringify(request.input))).toEqual(
          isConverse ? JSON.parse(JSON.stringify({ messages, system })) : body,
        );
      });

      it('finds the parameters', () => {
        const parameters: Json = JSON.parse((exchange.requestBody ?? Buffer.from('{}')).toString());
        const find = (...names: string[]) => lastNumber(findAll(parameters, names));
        expect(request.metadata.maxTokens).toBe(
          find(
            'maxTokens',
            'max_tokens',
            'max_new_tokens',
            'maxTokenCount',
            'max_gen_len',
            'max_tokens_to_sample',
          ),
        );
        expect(request.metadata.temperature).toBe(find('temperature'));
        expect(request.metadata.topP).toBe(find('topP', 'top_p', 'p'));
      });

      it('keeps every word of the answer', () => {
        expect(contentText(JSON.parse(JSON.stringify(response.output))).join('')).toBe(expected.text);
      });

      it('finds why the answer stopped', () => {
        expect(response.metadata.stop_reason).toBe(expected.stopReasons.at(-1));
      });

      it('counts the tokens as billed', () => {
        const { usage } = response;
        expect(usage?.inputTokens).toBe(expected.inputTokens);
        expect(usage?.outputTokens).toBe(expected.outputTokens);
        expect(usage?.cacheReadTokens ?? 0).toBe(expected.cacheReadTokens ?? 0);
        expect(response.latencyMs).toBe(expected.latencyMs);
        const metrics = mapUsageToMetrics(usage);
        expect(metrics.prompt_tokens).toBe(expected.inputTokens);
        expect(metrics.completion_tokens).toBe(expected.outputTokens);
      });
    },
  );

  const streams = answered.filter(({ operation }) => operation.endsWith('stream'));
  describe.each(streams.map((exchange) => [nameExchange(exchange), exchange] as const))(
    '%s',
    (_, exchange) => {
      it('counts only events with content as content', () => {
        const withText = jsonPieces(exchange).map((piece) => contentText(piece).join('') !== '');
        const withTools = listEvents(exchange).map((event) =>
          /"toolUse":\{"(?:input":"[^"]|name)/.test(JSON.stringify(event)),
        );
        expect(readExchange(exchange).contentEvents).toEqual(
          withText.map((hasText, at) => hasText || withTools[at]),
        );
      });

      it('is rebuilt as far as it came, wherever it is cut', () => {
        const reader = getOperation(exchange.operation).createStreamReader?.({ input: {}, metadata: {} });
        let longest = '';
        for (const event of listEvents(exchange)) {
          reader?.read(event);
          const text = contentText(JSON.parse(JSON.stringify(reader?.result({}).output ?? null))).join('');
          expect(text.startsWith(longest)).toBe(true);
          longest = text;
        }
        expect(longest).toBe(expectedOf(exchange).text);
      });
    },
  );
});
