import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  contentText,
  expectedOf,
  findAll,
  jsonPieces,
  type Json,
} from '../../bedrock/test/expected-answer.ts';
import { listRecordedExchanges, nameExchange, type RecordedExchange } from '../../bedrock/test/recordings.ts';
import { Collector, type CollectedSpan } from '../test/collector.ts';
import { installPackage } from '../test/install-package.ts';

const run = promisify(execFile);
const exchanges = listRecordedExchanges();

interface Outcome {
  results: unknown[];
  spans: CollectedSpan[];
}

let emulators: Emulator[];
let directory: string;
let collector: Collector;
const outcomes: Record<string, Outcome> = {};

async function replay(mode: string, ...options: string[]): Promise<Outcome> {
  collector.clear();
  const resultFile = path.join(directory, `${mode}.json`);
  await run(process.execPath, [...options, 'replay.mjs', mode, 'plan.json', resultFile], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ACCESS_KEY_ID: 'AKIDEMULATOR',
      AWS_SECRET_ACCESS_KEY: 'emulator-secret',
      OUTCROP_API_KEY: 'recordings-key',
      OUTCROP_API_URL: collector.url,
    },
  });
  return { results: JSON.parse(readFileSync(resultFile, 'utf8')) as unknown[], spans: collector.spans };
}

const operationNames: Record<string, string> = {
  converse: 'Converse',
  'converse-stream': 'ConverseStream',
  invoke: 'InvokeModel',
  'invoke-with-response-stream': 'InvokeModelWithResponseStream',
};

/** An emulator of its own for every exchange, which answers whatever it is asked. */
function serve({ file, operation, model, status, responseHeaders, responseBody }: RecordedExchange) {
  return startEmulator({
    verifyAuth: false,
    replay: [
      {
        file,
        method: 'POST',
        path: `/model/${encodeURIComponent(model)}/${operation}`,
        operation: operationNames[operation],
        modelId: model,
        status,
        headers: { 'x-amzn-requestid': 'not-recorded', ...responseHeaders },
        body: responseBody,
      },
    ],
  });
}

interface ToolCall {
  name?: Json;
  input?: Json;
}

/** The tools that an answer calls, found by field name; a stream tells an input in pieces of text after the name. */
function findToolCalls(pieces: readonly Json[]): ToolCall[] {
  const calls: ToolCall[] = [];
  for (const { name, input } of pieces.flatMap((piece) =>
    findAll(piece, ['toolUse', 'tool_use']),
  ) as ToolCall[]) {
    const last = calls.at(-1);
    if (name !== undefined) calls.push({ name, input: input ?? '' });
    else if (last && typeof last.input === 'string' && typeof input === 'string') last.input += input;
  }
  return calls.map(({ name, input }) => ({
    name,
    input: typeof input === 'string' ? (JSON.parse(input || '{}') as Json) : input,
  }));
}

describe.skipIf(exchanges.length === 0)('recorded exchanges, with the real client', () => {
  beforeAll(async () => {
    directory = installPackage();
    collector = await Collector.start();
    emulators = await Promise.all(exchanges.map(serve));
    const plan = exchanges.map(({ operation, model, requestBody }, index) => ({
      url: emulators[index]?.url,
      operation,
      modelId: model,
      body: requestBody?.toString(),
    }));
    writeFileSync(path.join(directory, 'plan.json'), JSON.stringify(plan));
    outcomes['unwrapped'] = await replay('unwrapped');
    outcomes['wrapped'] = await replay('wrapped');
    outcomes['hooked'] = await replay('hooked', '--import', 'outcrop/hook.mjs');
  }, 120_000);

  afterAll(async () => {
    await Promise.all([collector, ...emulators].map((server) => server.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  test('are all served, and none is traced without us', () => {
    expect(exchanges.length).toBeGreaterThanOrEqual(79);
    expect(outcomes['unwrapped']?.spans).toEqual([]);
    expect(outcomes['unwrapped']?.results).toHaveLength(exchanges.length);
  });

  describe.each(exchanges.map((exchange, index) => [nameExchange(exchange), exchange, index] as const))(
    '%s',
    (_name, exchange, index) => {
      test.each(['wrapped', 'hooked'])('%s: the client gives back what it gives without us', (mode) => {
        expect(outcomes[mode]?.results[index]).toEqual(outcomes['unwrapped']?.results[index]);
      });

      test.each(['wrapped', 'hooked'])('%s: the span says what the exchange says', (mode) => {
        const span = outcomes[mode]?.spans[index];
        expect(span?.metadata['model']).toBe(exchange.model);
        if (exchange.status !== 200) {
          expect(span?.error).toMatchObject({ status: exchange.status });
          return;
        }
        const expected = expectedOf(exchange);
        expect(span?.error).toBeUndefined();
        expect(span?.metadata['partial']).toBeUndefined();
        expect(contentText(span?.output ?? null).join('')).toBe(expected.text);
        expect(span?.metadata['stop_reason']).toBe(expected.stopReasons.at(-1));
        expect(span?.metrics.prompt_tokens).toBe(expected.inputTokens);
        expect(span?.metrics.completion_tokens).toBe(expected.outputTokens);
        expect(span?.metrics.prompt_cached_tokens ?? 0).toBe(expected.cacheReadTokens ?? 0);
        expect(span?.metrics.latency_ms).toBe(expected.latencyMs);
        expect(findToolCalls([span?.output ?? null])).toEqual(findToolCalls(jsonPieces(exchange)));
        expect(span?.metrics.time_to_first_token !== undefined).toBe(exchange.operation.endsWith('stream'));
      });
    },
  );
});
