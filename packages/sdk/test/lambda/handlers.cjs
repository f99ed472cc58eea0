const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');

const client = new BedrockRuntimeClient({ region: 'us-east-1' });

exports.asynchronous = async () => {
  const messages = [{ role: 'user', content: [{ text: 'Why?' }] }];
  const { stopReason } = await client.send(
    new ConverseCommand({ modelId: 'us.amazon.nova-lite-v1:0', messages }),
  );
  return stopReason;
};
