import type { ClientLanguage } from './client-language.ts';

export const python: ClientLanguage = {
  aws: ({ apiUrl, apiKey }) => `import boto3

client = boto3.client(
    "bedrock-runtime",
    region_name="us-east-1",
    endpoint_url="${apiUrl}",
    aws_access_key_id="${apiKey}",
    aws_secret_access_key="any",
)`,
  openai: ({ apiUrl, apiKey, model }) => `from openai import OpenAI

client = OpenAI(
    base_url="${apiUrl}/v1",
    api_key="${apiKey}",
)
client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)`,
  anthropic: ({ apiUrl, apiKey, model }) => `from anthropic import Anthropic

client = Anthropic(
    base_url="${apiUrl}",
    api_key="${apiKey}",
)
client.messages.create(
    model="${model}",
    max_tokens=256,
    messages=[{"role": "user", "content": "Hello"}],
)`,
};
