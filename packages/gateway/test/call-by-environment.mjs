// An app as it is, that nothing but its environment leads to the gateway.
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';

const [library, model] = process.argv.slice(2);

async function callByAws() {
  const client = new BedrockRuntimeClient({});
  const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
  const { output } = await client.send(new ConverseCommand({ modelId: model, messages }));
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }));
  let streamed = '';
  for await (const { contentBlockDelta } of stream) streamed += contentBlockDelta?.delta?.text ?? '';
  return [output.message.content[0].text, streamed];
}

async function callByAnthropic() {
  const client = new AnthropicBedrock();
  const request = { model, max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] };
  const message = await client.messages.create(request);
  const stream = await client.messages.create({ ...request, stream: true });
  let streamed = '';
  for await (const event of stream) streamed += event.delta?.text ?? '';
  return [message.content[0].text, streamed];
}

const answers = library === 'aws' ? await callByAws() : await callByAnthropic();
process.stdout.write(JSON.stringify(answers));
