// The calls that every form of the app makes: one of each operation, a failure, and spans around them.
export async function makeCalls({ client, commands, traced }) {
  const { ConverseCommand, ConverseStreamCommand, InvokeModelCommand, InvokeModelWithResponseStreamCommand } =
    commands;
  const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
  const messages = [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }];
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Why?' }],
  });
  await traced(
    async () => {
      await client.send(new ConverseCommand({ modelId, messages, inferenceConfig: { maxTokens: 100 } }));
      const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }));
      for await (const event of stream) void event;
      await client.send(new InvokeModelCommand({ modelId, body }));
      const { body: chunks } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
      for await (const chunk of chunks) void chunk;
      await client.send(new ConverseCommand({ modelId: 'no.such-model', messages })).catch(() => undefined);
    },
    { name: 'app' },
  );
}
