import { ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { readToEnd, sayInstead, type SampleCall } from '../sample-call.ts';

const modelId = 'us.anthropic.claude-opus-4-1-20250805-v1:0';

/** A streamed answer that begins with reasoning. */
export const reasoningStream: SampleCall = {
  rules: [
    {
      operation: 'ConverseStream',
      model: modelId,
      behaviour: `latency=200; tokens-per-second=120; ${sayInstead(
        'The ball costs **$0.05**.\n\n1. The bat costs $1.00 more than the ball.\n' +
          '2. Together they cost $1.10, so twice the ball is $0.10.\n3. The ball is $0.05 and the bat $1.05.',
      )}`,
    },
  ],
  async run({ bedrock }) {
    const { stream } = await bedrock.send(
      new ConverseStreamCommand({
        modelId,
        messages: [
          {
            role: 'user',
            content: [
              {
                text: 'A bat and a ball cost $1.10. The bat costs $1.00 more than the ball. What is the ball?',
              },
            ],
          },
        ],
        inferenceConfig: { maxTokens: 4096 },
        additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
      }),
    );
    await readToEnd(stream);
  },
};
