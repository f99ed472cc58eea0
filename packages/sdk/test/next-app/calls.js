import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { BedrockOpenAI } from 'openai/bedrock';

const client = new BedrockRuntimeClient({ region: 'us-east-1' });
const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }];

/** The answer of a call, and of a stream its pieces. */
export async function ask() {
  const { output } = await client.send(new ConverseCommand({ modelId, messages }));
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }));
  let streamed = '';
  for await (const { contentBlockDelta } of stream) streamed += contentBlockDelta?.delta?.text ?? '';
  await askModelClients();
  return { answer: output.message.content[0].text, streamed };
}

async function askModelClients() {
  const baseURL = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
  const apiKey = 'emulator-token';
  const question = [{ role: 'user', content: 'What is an outcrop?' }];
  const anthropic = new AnthropicBedrock({ awsRegion: 'us-east-1', apiKey, baseURL });
  await anthropic.messages.create({ model: modelId, max_tokens: 100, messages: question });
  const openai = new BedrockOpenAI({ apiKey, baseURL: `${baseURL}/openai/v1` });
  await openai.chat.completions.create({ model: 'openai.gpt-oss-120b-1:0', messages: question });
}
