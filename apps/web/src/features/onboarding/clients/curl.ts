import type { ClientLanguage } from './client-language.ts';

const message = `{"role":"user","content":"Hello"}`;

export const curl: ClientLanguage = {
  aws: ({ apiUrl, apiKey, model }) => `curl '${apiUrl}/model/${encodeURIComponent(model)}/converse' \\
  -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' \\
  -d '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}'`,
  openai: ({ apiUrl, apiKey, model }) => `curl '${apiUrl}/v1/chat/completions' \\
  -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' \\
  -d '{"model":"${model}","messages":[${message}]}'`,
  anthropic: ({ apiUrl, apiKey, model }) => `curl '${apiUrl}/v1/messages' \\
  -H 'x-api-key: ${apiKey}' -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' \\
  -d '{"model":"${model}","max_tokens":256,"messages":[${message}]}'`,
};
