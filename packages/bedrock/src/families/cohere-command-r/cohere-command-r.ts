import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { CommandReader } from './command-reader.ts';
import { readCommandResponse } from './command-response.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html */
export const cohereCommandR: BedrockFamily = {
  name: 'cohere-command-r',
  matchesRequest: (body) => typeof body.message === 'string',
  matchesResponse: (body) =>
    typeof body.text === 'string' &&
    ('finish_reason' in body || 'generation_id' in body || 'chat_history' in body),
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'max_tokens',
      topP: 'p',
      topK: 'k',
      stopSequences: 'stop_sequences',
    }),
    tools: body.tools,
  }),
  readResponse: readCommandResponse,
  stream: {
    matchesChunk: (chunk) => typeof chunk.event_type === 'string',
    createReader: () => new CommandReader(),
  },
};
