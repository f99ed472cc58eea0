import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { sayInstead, type SampleCall, type SampleTools } from '../sample-call.ts';

const modelId = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

const handbook = Array.from(
  { length: 60 },
  (_, index) =>
    `Rule ${index + 1}. An article may be returned within ${index + 14} days in its original packaging; postage is ` +
    'refunded when the article was faulty.',
).join('\n');

/** Two questions over one long prompt: the first writes the cache, the second reads it. */
export const promptCache: SampleCall = {
  rules: [
    {
      operation: 'Converse',
      model: modelId,
      behaviour: `latency=200; ${sayInstead('Within fourteen days, in its original packaging; we refund the postage when the article was faulty.')}`,
    },
  ],
  async run(sample) {
    await sample.logger.traced(
      async () => {
        await ask('May I return a jacket?', sample);
        await ask('Who pays the postage?', sample);
      },
      { name: 'returns-desk', type: 'task' },
    );
  },
};

async function ask(question: string, { bedrock }: SampleTools): Promise<void> {
  await bedrock.send(
    new ConverseCommand({
      modelId,
      system: [{ text: handbook }, { cachePoint: { type: 'default' } }],
      messages: [{ role: 'user', content: [{ text: question }] }],
      inferenceConfig: { maxTokens: 200 },
    }),
  );
}
