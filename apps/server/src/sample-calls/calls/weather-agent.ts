import { ConverseCommand, type ContentBlock, type Message, type Tool } from '@aws-sdk/client-bedrock-runtime';
import { sayInstead, type SampleCall, type SampleTools } from '../sample-call.ts';

const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const maxTurns = 4;

const tools: Tool[] = [
  {
    toolSpec: {
      name: 'get_weather',
      description: 'The weather in a city right now',
      inputSchema: {
        json: {
          type: 'object',
          properties: { city: { type: 'string', enum: ['Oslo'] } },
          required: ['city'],
        },
      },
    },
  },
];

/** An agent that asks for a tool, gets its result and answers. */
export const weatherAgent: SampleCall = {
  rules: [
    { operation: 'Converse', model: modelId, behaviour: 'latency=300', times: 1 },
    {
      operation: 'Converse',
      model: modelId,
      behaviour: `latency=250; ${sayInstead('Yes. It is 3 °C in Oslo with light rain, so take a warm, waterproof coat.')}`,
    },
  ],
  run: async (sample) => {
    const question = 'Do I need a coat in Oslo today?';
    await sample.logger.traced(
      async (span) => {
        span.log({ input: { question } });
        span.log({ output: await answerWithTools(question, sample) });
      },
      { name: 'weather-agent', type: 'task' },
    );
  },
};

async function answerWithTools(question: string, { bedrock, logger }: SampleTools): Promise<string> {
  const messages: Message[] = [{ role: 'user', content: [{ text: question }] }];
  for (let turn = 0; turn < maxTurns; turn += 1) {
    const { output } = await bedrock.send(
      new ConverseCommand({
        modelId,
        messages,
        system: [{ text: 'You advise on clothes. Look up the weather before you answer.' }],
        toolConfig: { tools },
        inferenceConfig: { maxTokens: 512, temperature: 0.2 },
      }),
    );
    const content = output?.message?.content ?? [];
    messages.push({ role: 'assistant', content });
    const results = content.flatMap((block) => (block.toolUse ? [useTool(block.toolUse, logger)] : []));
    if (results.length === 0) return content.map(({ text }) => text ?? '').join('');
    messages.push({ role: 'user', content: results });
  }
  return 'I could not find out.';
}

function useTool(
  toolUse: ContentBlock.ToolUseMember['toolUse'],
  logger: SampleTools['logger'],
): ContentBlock {
  return logger.traced(
    (span) => {
      const weather = { city: 'Oslo', celsius: 3, sky: 'light rain' };
      span.log({ input: toolUse.input, output: weather });
      return { toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: weather }] } };
    },
    { name: toolUse.name ?? 'tool', type: 'tool' },
  );
}
