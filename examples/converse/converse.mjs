// One Converse call becomes one span: input, answer, tokens, cost.
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { flush, initLogger, permalink, traced, wrapBedrockRuntime } from 'outcrop';

initLogger({ projectName: 'examples' });
const bedrock = wrapBedrockRuntime(new BedrockRuntimeClient());

await traced(
  async (span) => {
    const { output, usage } = await bedrock.send(
      new ConverseCommand({
        modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        system: [{ text: 'You are a geologist who answers in two sentences.' }],
        messages: [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }],
        inferenceConfig: { maxTokens: 300, temperature: 0.2 },
      }),
    );
    console.log(output.message.content[0].text);
    console.log(`${usage.totalTokens} tokens: ${permalink(span)}`);
  },
  { name: 'ask a geologist' },
);
await flush();
