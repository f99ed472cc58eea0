import type { ClientLanguage } from './client-language.ts';

/** https://github.com/openai/openai-go, https://github.com/anthropics/anthropic-sdk-go: a base URL ends with a slash. */
export const go: ClientLanguage = {
  aws: ({ apiUrl, apiKey }) => `key := credentials.NewStaticCredentialsProvider("${apiKey}", "any", "")
cfg, err := config.LoadDefaultConfig(ctx, config.WithCredentialsProvider(key),
	config.WithRegion("us-east-1"), config.WithBaseEndpoint("${apiUrl}"))
client := bedrockruntime.NewFromConfig(cfg)`,
  openai: ({ apiUrl, apiKey }) => `client := openai.NewClient(
	option.WithBaseURL("${apiUrl}/v1/"),
	option.WithAPIKey("${apiKey}"),
)`,
  anthropic: ({ apiUrl, apiKey }) => `client := anthropic.NewClient(
	option.WithBaseURL("${apiUrl}/"),
	option.WithAPIKey("${apiKey}"),
)`,
};
