// Every way to ask of one version of the clients; prints what each call came to. Plain, wrapped or hooked: argv[2].
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { OpenAI } from 'openai';
import { flush, initLogger, traced, wrapAnthropic, wrapOpenAI } from 'outcrop';

const mode = process.argv[2];
if (mode !== 'plain') initLogger({ projectName: 'apps' });
const endpoint = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const openModel = 'openai.gpt-oss-120b-1:0';
const question = [{ role: 'user', content: 'What is an outcrop?' }];
const weatherQuestion = [{ role: 'user', content: 'The weather in Oslo?' }];
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const weather = { name: 'get_weather', description: 'The weather of a city' };
const runnable = { ...weather, input_schema: schema, run: () => '4 degrees', parse: (input) => input };
const openFunction = { ...weather, parameters: schema, parse: JSON.parse, function: () => '4 degrees' };
const openTools = [{ type: 'function', function: openFunction }];

function anthropic(directives) {
  const client = new AnthropicBedrock({
    awsRegion: 'us-east-1',
    awsAccessKey: 'AKIDEMULATOR',
    awsSecretKey: 'emulator-secret',
    baseURL: endpoint,
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
  return mode === 'wrapped' ? wrapAnthropic(client) : client;
}

function openai(directives) {
  const client = new OpenAI({
    apiKey: 'emulator-token',
    // The hook knows Bedrock by its address: this is one, and the requests go to the emulator.
    baseURL: 'https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1',
    fetch: (url, init) => fetch(new URL(new URL(url).pathname, endpoint), init),
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
  return mode === 'wrapped' ? wrapOpenAI(client) : client;
}

async function countEvents(stream, limit = Number.POSITIVE_INFINITY) {
  let count = 0;
  for await (const _event of stream) {
    count += 1;
    if (count === limit) break;
  }
  return count;
}

async function runTools(runner) {
  return (await runner.runUntilDone()).content;
}

const message = { model, max_tokens: 500, messages: question };
const run = { model, max_tokens: 500, messages: weatherQuestion, tools: [runnable] };
const chat = { model: openModel, messages: question };
const openRun = { model: openModel, messages: weatherQuestion, tools: openTools };
const refusal = 'status=400:ValidationException:no%20such%20thing';
const usage = { stream: true, stream_options: { include_usage: true } };

const cases = {
  'anthropic create': async () => (await anthropic().messages.create(message)).content,
  'anthropic beta create': async () => (await anthropic().beta.messages.create(message)).content,
  'anthropic stream': async () =>
    countEvents(await anthropic().messages.create({ ...message, stream: true })),
  'anthropic stream left': async () =>
    countEvents(await anthropic().messages.create({ ...message, stream: true }), 3),
  'anthropic stream helper': async () => (await anthropic().messages.stream(message).finalMessage()).content,
  'anthropic raw': async () =>
    (await (await anthropic().messages.create(message).asResponse()).json()).content,
  'anthropic tools': () => runTools(anthropic().beta.messages.toolRunner(run)),
  'anthropic tools streamed': () => runTools(anthropic().beta.messages.toolRunner({ ...run, stream: true })),
  'anthropic refused': async () => anthropic(refusal).messages.create(message),
  'anthropic retried': async () => (await anthropic('throttle=1').messages.create(message)).content,
  'anthropic failing stream': async () =>
    countEvents(
      await anthropic('exception-after=5:throttlingException').messages.create({ ...message, stream: true }),
    ),
  'openai create': async () => (await openai().chat.completions.create(chat)).choices,
  'openai stream': async () => countEvents(await openai().chat.completions.create({ ...chat, ...usage })),
  'openai stream helper': async () =>
    (
      await openai()
        .chat.completions.stream({ ...chat, ...usage })
        .finalChatCompletion()
    ).choices,
  'openai tools': () => openai().chat.completions.runTools(openRun).finalContent(),
  'openai tools streamed': () =>
    openai()
      .chat.completions.runTools({ ...openRun, ...usage })
      .finalContent(),
  'openai response': async () =>
    (await openai().responses.create({ model: openModel, input: 'What is an outcrop?' })).output_text,
  'openai response stream': async () =>
    countEvents(
      await openai().responses.create({ model: openModel, input: 'What is an outcrop?', stream: true }),
    ),
  'openai refused': async () => openai(refusal).chat.completions.create(chat),
  'openai retried': async () => (await openai('throttle=1').chat.completions.create(chat)).choices,
};

async function settle(work) {
  try {
    return { value: (await work()) ?? null };
  } catch (error) {
    return { error: { name: error.constructor.name, status: error.status, message: error.message } };
  }
}

const outcomes = {};
for (const [name, work] of Object.entries(cases))
  outcomes[name] = await (mode === 'plain' ? settle(work) : traced(() => settle(work), { name }));
await flush();
console.log(JSON.stringify(outcomes).replaceAll(/"(?:id|created)":(?:"[^"]*"|\d+)/gu, '"id":0'));
