import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { OpenAI } from 'openai';
import { initLogger, wrapAnthropic, wrapOpenAI } from 'outcrop';

// Wrapped and hooked at once, each call is still one span, and a wrapped client is traced wherever it is pointed.
initLogger({ projectName: 'apps' });
const endpoint = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
const apiKey = 'emulator-token';
const messages = [{ role: 'user', content: 'What is an outcrop?' }];
await wrapAnthropic(
  new AnthropicBedrock({ awsRegion: 'us-east-1', apiKey, baseURL: endpoint }),
).messages.create({ model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', max_tokens: 100, messages });
await wrapOpenAI(new OpenAI({ apiKey, baseURL: `${endpoint}/v1` })).chat.completions.create({
  model: 'openai.gpt-oss-120b-1:0',
  messages,
});
