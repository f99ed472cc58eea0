// A small agent: every model call and every tool call is a span under one parent.
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { initLogger, traced, wrapBedrockRuntime, wrapTraced } from 'outcrop';

initLogger({ projectName: 'examples' });
const bedrock = wrapBedrockRuntime(new BedrockRuntimeClient());

const getWeather = wrapTraced(async ({ city }) => ({ city, celsius: 11, sky: 'clear' }), {
  name: 'get_weather',
  type: 'tool',
});

const tools = [
  {
    toolSpec: {
      name: 'get_weather',
      description: 'The weather in a city right now',
      inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    },
  },
];

async function answer(question) {
  const messages = [{ role: 'user', content: [{ text: question }] }];
  for (;;) {
    const { output, stopReason } = await bedrock.send(
      new ConverseCommand({
        modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        messages,
        toolConfig: { tools },
      }),
    );
    messages.push(output.message);
    if (stopReason !== 'tool_use') return output.message.content.map((block) => block.text ?? '').join('');
    const calls = output.message.content.filter((block) => block.toolUse);
    const results = calls.map(async ({ toolUse }) => ({
      toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: await getWeather(toolUse.input) }] },
    }));
    messages.push({ role: 'user', content: await Promise.all(results) });
  }
}

console.log(await traced(() => answer('Do I need a coat in Oslo today?'), { name: 'weather agent' }));
