import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';

const client = new BedrockRuntimeClient({ region: 'us-east-1' });
const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }];

/** The answer of a call, and of a stream its pieces. */
export async function ask() {
  const { output } = await client.send(new ConverseCommand({ modelId, messages }));
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }));
  let streamed = '';
  for await (const { contentBlockDelta } of stream) streamed += contentBlockDelta?.delta?.text ?? '';
  return { answer: output.message.content[0].text, streamed };
}
