// The same calls from an ES module and from a CommonJS one: a message, a stream of one, a completion, a response, and a
// completion that has nothing to do with Bedrock.
export async function makeModelCalls({
  AnthropicBedrock,
  AnthropicBedrockMantle,
  BedrockOpenAI,
  OpenAI,
  traced,
}) {
  const endpoint = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
  const apiKey = 'emulator-token';
  const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
  const messages = [{ role: 'user', content: 'What is an outcrop?' }];
  const openModel = 'openai.gpt-oss-120b-1:0';
  const runtime = new AnthropicBedrock({ awsRegion: 'us-east-1', apiKey, baseURL: endpoint });
  const mantle = new AnthropicBedrockMantle({
    awsRegion: 'us-east-1',
    apiKey,
    baseURL: `${endpoint}/anthropic`,
  });
  const bedrock = new BedrockOpenAI({ apiKey, baseURL: `${endpoint}/openai/v1` });
  const elsewhere = new OpenAI({ apiKey, baseURL: `${endpoint}/v1` });
  await traced(
    async () => {
      await runtime.messages.create({ model, max_tokens: 100, messages });
      await mantle.beta.messages.stream({ model, max_tokens: 100, messages }).finalMessage();
      await bedrock.chat.completions.create({ model: openModel, messages });
      await bedrock.responses.create({ model: openModel, input: 'What is an outcrop?' });
      await elsewhere.chat.completions.create({ model: openModel, messages });
    },
    { name: 'app' },
  );
}
