// No wrapper: run it with the hook and every client of the process is traced.
//   node --import outcrop/hook.mjs examples/invoke-model/invoke-model.mjs
import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';

const bedrock = new BedrockRuntimeClient();
const request = {
  modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  contentType: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 300,
    messages: [{ role: 'user', content: 'Explain strata to a child.' }],
  }),
};

const { body } = await bedrock.send(new InvokeModelCommand(request));
console.log(JSON.parse(body.transformToString()).content[0].text);

const { body: chunks } = await bedrock.send(new InvokeModelWithResponseStreamCommand(request));
for await (const { chunk } of chunks) {
  const event = JSON.parse(new TextDecoder().decode(chunk.bytes));
  process.stdout.write(event.delta?.text ?? '');
}
process.stdout.write('\n');
