import { readArray, readRecord, readString } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';
import { readOpenAiUsage } from '../openai-chat/openai-usage.ts';
import { readParameters } from '../read-parameters.ts';
import { TextListReader } from '../text-list-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-deepseek.html */
export const deepseekText: BedrockFamily = {
  name: 'deepseek-text',
  // Its prompts are written with DeepSeek's own role tokens.
  matchesRequest: (body) => typeof body.prompt === 'string' && body.prompt.includes('<｜'),
  matchesResponse: hasTextChoices,
  readRequest: (body) => ({
    parameters: readParameters(body, { maxTokens: 'max_tokens', topP: 'top_p', stopSequences: 'stop' }),
  }),
  readResponse,
  stream: {
    matchesChunk: hasTextChoices,
    createReader: () => new TextListReader({ listField: 'choices', readResponse }),
  },
};

function hasTextChoices(body: Record<string, unknown>): boolean {
  return typeof readRecord(readArray(body.choices)[0]).text === 'string';
}

function readResponse(body: Record<string, unknown>) {
  const choice = readRecord(readArray(body.choices)[0]);
  return {
    stopReason: readString(choice.stop_reason ?? choice.finish_reason),
    usage: readOpenAiUsage(body.usage),
  };
}
