import { wrapLambdaHandler } from 'outcrop/lambda';
import { wrapBedrockRuntime } from 'outcrop';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const client = wrapBedrockRuntime(new BedrockRuntimeClient({ region: 'us-east-1' }));

export const handler = wrapLambdaHandler(async () => {
  const messages = [{ role: 'user', content: [{ text: 'Why?' }] }];
  const { stopReason } = await client.send(
    new ConverseCommand({ modelId: 'us.amazon.nova-lite-v1:0', messages }),
  );
  return stopReason;
});
