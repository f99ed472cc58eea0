// A streamed answer: the span has the whole message and the time to the first token.
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { initLogger, wrapBedrockRuntime } from 'outcrop';

initLogger({ projectName: 'examples' });
const bedrock = wrapBedrockRuntime(new BedrockRuntimeClient());

const { stream } = await bedrock.send(
  new ConverseStreamCommand({
    modelId: 'us.amazon.nova-pro-v1:0',
    messages: [{ role: 'user', content: [{ text: 'Name three kinds of rock and how each comes to be.' }] }],
  }),
);
for await (const event of stream) {
  process.stdout.write(event.contentBlockDelta?.delta?.text ?? '');
}
process.stdout.write('\n');
