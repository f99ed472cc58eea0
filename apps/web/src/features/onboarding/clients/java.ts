import type { ClientLanguage } from './client-language.ts';

export const java: ClientLanguage = {
  aws: ({ apiUrl, apiKey }) => `var key = AwsBasicCredentials.create("${apiKey}", "any");
BedrockRuntimeClient client = BedrockRuntimeClient.builder()
    .credentialsProvider(StaticCredentialsProvider.create(key))
    .region(Region.US_EAST_1).endpointOverride(URI.create("${apiUrl}")).build();`,
  openai: ({ apiUrl, apiKey }) => `OpenAIClient client = OpenAIOkHttpClient.builder()
    .baseUrl("${apiUrl}/v1")
    .apiKey("${apiKey}").build();`,
  anthropic: ({ apiUrl, apiKey }) => `AnthropicClient client = AnthropicOkHttpClient.builder()
    .baseUrl("${apiUrl}")
    .apiKey("${apiKey}").build();`,
};
