import type { ClientLanguage } from './client-language.ts';

export const javascript: ClientLanguage = {
  aws: ({ apiUrl, apiKey }) => `import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';

process.env.AWS_BEARER_TOKEN_BEDROCK = '${apiKey}';
const client = new BedrockRuntimeClient({
  region: 'us-east-1',
  endpoint: '${apiUrl}',
});`,
  openai: ({ apiUrl, apiKey, model }) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${apiUrl}/v1',
  apiKey: '${apiKey}',
});
await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
});`,
  anthropic: ({ apiUrl, apiKey, model }) => `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  baseURL: '${apiUrl}',
  apiKey: '${apiKey}',
});
await client.messages.create({
  model: '${model}',
  max_tokens: 256,
  messages: [{ role: 'user', content: 'Hello' }],
});`,
};
