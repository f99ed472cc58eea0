import { InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { readToEnd, sayInstead, type SampleCall } from '../sample-call.ts';

const modelId = 'anthropic.claude-3-haiku-20240307-v1:0';

/** InvokeModel with Claude's own body, streamed. */
export const claudeBodyStream: SampleCall = {
  rules: [
    {
      operation: 'InvokeModelWithResponseStream',
      model: modelId,
      behaviour: `latency=150; tokens-per-second=150; ${sayInstead(
        'Bedrock is the solid rock under soil and loose stone. Where it comes to the surface, it is called an outcrop.',
      )}`,
    },
  ],
  async run({ bedrock }) {
    const { body } = await bedrock.send(
      new InvokeModelWithResponseStreamCommand({
        modelId,
        contentType: 'application/json',
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 200,
          messages: [{ role: 'user', content: 'What is bedrock, in two sentences?' }],
        }),
      }),
    );
    await readToEnd(body);
  },
};
