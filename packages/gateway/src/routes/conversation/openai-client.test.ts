import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claude, findScriptedTargets } from '../../../test/find-scripted-targets.ts';
import { openTestGateway } from '../../../test/start-test-gateway.ts';
import { weatherTool } from '../../../test/weather-tool.ts';

let gateway: Awaited<ReturnType<typeof openTestGateway>>;
let client: OpenAI;
beforeAll(async () => {
  gateway = await openTestGateway({ findTargets: findScriptedTargets });
  client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => gateway.close());

const hello = [{ role: 'user' as const, content: 'Hello' }];
const models = [`converse/${claude}`, `anthropic/${claude}`, 'openai/openai.gpt-oss-120b-1:0'];

function askForStream(model: string, options?: OpenAI.ChatCompletionStreamOptions) {
  const request = { model, messages: hello, stream: true, stream_options: options } as const;
  return client.chat.completions.create(request).withResponse();
}

async function readText(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

describe.each(models)('%s', (model) => {
  test('a chat completion', async () => {
    const { data, response } = await client.chat.completions
      .create({ model, messages: hello })
      .withResponse();
    expect(data.choices[0]?.message.content).toMatch(/^Hello! How can I help/);
    expect(data.model).toBe(model);
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(response.headers.get('x-outcrop-span-id')).toBe(gateway.records.at(-1)?.spanId);
  });

  test('a stream has one usage chunk when asked, none otherwise, and the right headers', async () => {
    const { data, response } = await askForStream(model, { include_usage: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of data) chunks.push(chunk);
    expect(chunks.filter((chunk) => chunk.usage)).toHaveLength(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } });
    for await (const chunk of (await askForStream(model)).data) expect(chunk.usage ?? null).toBeNull();
  });

  test('tools, streamed', async () => {
    const stream = client.chat.completions.stream({
      model,
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      tools: [weatherTool],
      tool_choice: 'required',
    });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'get_weather' },
    });
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('a completion of a prompt, streamed and not', async () => {
    const completion = await client.completions.create({ model, prompt: 'Hello' });
    expect(completion).toMatchObject({ object: 'text_completion', id: expect.stringMatching(/^cmpl-/) });
    expect(completion.choices[0]?.text).toMatch(/^Hello!/);
    let text = '';
    for await (const chunk of await client.completions.create({ model, prompt: 'Hello', stream: true })) {
      text += chunk.choices[0]?.text ?? '';
    }
    expect(text).toBe(completion.choices[0]?.text);
  });

  test.each([
    [
      'status=429:ThrottlingException:slow%20down',
      { status: 429, code: 'rate_limit_exceeded', type: 'rate_limit_error' },
    ],
    ['status=403:AccessDeniedException', { status: 403, type: 'permission_error' }],
    ['status=404:ResourceNotFoundException', { status: 404 }],
    ['status=408:ModelTimeoutException', { status: 408, type: 'timeout_error' }],
    ['status=424:ModelErrorException', { status: 424, type: 'server_error' }],
    ['status=500:InternalServerException', { status: 500, type: 'server_error' }],
    ['status=503:ServiceUnavailableException', { status: 503, type: 'server_error' }],
    [
      'status=400:ValidationException:Input%20is%20too%20long',
      { status: 400, code: 'context_length_exceeded' },
    ],
  ])('%s before the answer keeps its status', async (script, expected) => {
    const options = { headers: { 'x-outcrop-retries': '0' } };
    for (const stream of [false, true]) {
      const failure = client.chat.completions.create(
        { model: `${model}#${script}`, messages: hello, stream },
        options,
      );
      await expect(failure).rejects.toMatchObject({ ...expected, requestID: expect.any(String) });
    }
  });

  test.each(['exception-after=3:throttlingException:slow', 'cut-after=3', 'malformed-after=3'])(
    '%s in the middle of a stream is an error for its reader',
    async (script) => {
      const stream = await client.chat.completions.create({
        model: `${model}#${script}`,
        messages: hello,
        stream: true,
      });
      await expect(readText(stream)).rejects.toThrow(APIError);
      expect(gateway.records.at(-1)).toMatchObject({
        status: 200,
        error: expect.any(Error),
        partialReason: expect.stringMatching(/exception|truncated/),
      });
    },
  );
});
