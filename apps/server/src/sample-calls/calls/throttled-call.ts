import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { sayInstead, type SampleCall } from '../sample-call.ts';

const modelId = 'amazon.nova-lite-v1:0';

/** A call that is throttled once and succeeds when the AWS SDK tries again. */
export const throttledCall: SampleCall = {
  rules: [
    {
      operation: 'Converse',
      model: modelId,
      behaviour: `throttle=1; latency=100; ${sayInstead('positive')}`,
    },
  ],
  async run({ bedrock }) {
    await bedrock.send(
      new ConverseCommand({
        modelId,
        system: [{ text: 'Answer with one word: positive, neutral or negative.' }],
        messages: [{ role: 'user', content: [{ text: 'The parcel came a day early. Lovely!' }] }],
        inferenceConfig: { maxTokens: 5, temperature: 0 },
      }),
    );
  },
};
