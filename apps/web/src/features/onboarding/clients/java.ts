import type { ClientLanguage } from './client-language.ts';

export const java: ClientLanguage = {
  aws: ({ apiUrl, apiKey }) => `// Run it with AWS_BEARER_TOKEN_BEDROCK=${apiKey} in its environment.
BedrockRuntimeClient client = BedrockRuntimeClient.builder()
    .region(Region.US_EAST_1).endpointOverride(URI.create("${apiUrl}")).build();`,
  openai: ({ apiUrl, apiKey }) => `OpenAIClient client = OpenAIOkHttpClient.builder()
    .baseUrl("${apiUrl}/v1")
    .apiKey("${apiKey}").build();`,
  anthropic: ({ apiUrl, apiKey }) => `AnthropicClient client = AnthropicOkHttpClient.builder()
    .baseUrl("${apiUrl}")
    .apiKey("${apiKey}").build();`,
};
