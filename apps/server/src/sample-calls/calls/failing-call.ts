import { ConverseCommand, ValidationException } from '@aws-sdk/client-bedrock-runtime';
import type { SampleCall } from '../sample-call.ts';

const modelId = 'mistral.mistral-large-2402-v1:0';
const message =
  'The maximum tokens you requested exceeds the model limit of 8192. Try again with a maximum tokens value that is ' +
  'lower than 8192.';

/** A call that Bedrock refuses. */
export const failingCall: SampleCall = {
  rules: [
    {
      operation: 'Converse',
      model: modelId,
      behaviour: `status=400:ValidationException:${encodeURIComponent(message)}`,
    },
  ],
  async run({ bedrock }) {
    try {
      await bedrock.send(
        new ConverseCommand({
          modelId,
          messages: [{ role: 'user', content: [{ text: 'Summarise the attached contract.' }] }],
          inferenceConfig: { maxTokens: 100_000 },
        }),
      );
    } catch (error) {
      if (!(error instanceof ValidationException)) throw error;
    }
  },
};
