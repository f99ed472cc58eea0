import { isRecord, readArray, readRecord, readString } from '../../read-value.ts';
import type { BedrockFamily, StreamReader, StreamResult } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { TextListReader } from '../text-list-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html */
export const cohereCommand: BedrockFamily = {
  name: 'cohere-command',
  matchesRequest: (body) =>
    typeof body.prompt === 'string' &&
    ['p', 'k', 'num_generations', 'return_likelihoods', 'stop_sequences', 'truncate'].some(
      (name) => name in body,
    ),
  matchesResponse: (body) => Array.isArray(body.generations),
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'max_tokens',
      topP: 'p',
      topK: 'k',
      stopSequences: 'stop_sequences',
    }),
  }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => Array.isArray(chunk.generations) || 'is_finished' in chunk,
    createReader: () => new GenerationsReader(),
  },
};

/** A chunk is either the whole answer or one piece of one generation. */
class GenerationsReader implements StreamReader<Record<string, unknown>> {
  private readonly list = new TextListReader({ listField: 'generations', readResponse });

  read(chunk: Record<string, unknown>): boolean {
    if (Array.isArray(chunk.generations)) return this.list.read(chunk);
    const { is_finished: _, ...generation } = chunk;
    return this.list.read({ generations: [generation] });
  }

  result(): StreamResult {
    return this.list.result();
  }
}

function readResponse(body: Record<string, unknown>) {
  const generation = readArray(body.generations).find(isRecord);
  return { stopReason: readString(readRecord(generation).finish_reason) };
}
