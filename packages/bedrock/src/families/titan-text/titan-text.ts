import { isRecord, readArray, readNumber, readRecord, readString } from '../../read-value.ts';
import { readUsage } from '../../usage.ts';
import type { BedrockFamily, StreamReader, StreamResult } from '../family.ts';
import { readParameters } from '../read-parameters.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
export const titanText: BedrockFamily = {
  name: 'titan-text',
  matchesRequest: (body) => typeof body.inputText === 'string' && isRecord(body.textGenerationConfig),
  matchesResponse: (body) => typeof readRecord(readArray(body.results)[0]).outputText === 'string',
  readRequest: (body) => ({
    parameters: readParameters(readRecord(body.textGenerationConfig), {
      maxTokens: 'maxTokenCount',
      topP: 'topP',
      stopSequences: 'stopSequences',
    }),
  }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => typeof chunk.outputText === 'string',
    createReader: () => new TitanTextReader(),
  },
};

interface TitanResult {
  tokenCount?: unknown;
  outputText: string;
  completionReason?: unknown;
}

class TitanTextReader implements StreamReader<Record<string, unknown>> {
  private inputTextTokenCount: unknown;
  private readonly results = new Map<number, TitanResult>();

  read(chunk: Record<string, unknown>): boolean {
    const index = readNumber(chunk.index) ?? 0;
    let result = this.results.get(index);
    if (!result) this.results.set(index, (result = { outputText: '' }));
    this.inputTextTokenCount = chunk.inputTextTokenCount ?? this.inputTextTokenCount;
    result.tokenCount = chunk.totalOutputTextTokenCount ?? result.tokenCount;
    result.completionReason = chunk.completionReason ?? result.completionReason;
    if (typeof chunk.outputText !== 'string') return false;
    result.outputText += chunk.outputText;
    return chunk.outputText !== '';
  }

  result(): StreamResult {
    if (this.results.size === 0) return { output: undefined };
    const results = [...this.results]
      .sort(([left], [right]) => left - right)
      .map(([, result]) => ({ ...result }));
    const output = { inputTextTokenCount: this.inputTextTokenCount, results };
    return { output, ...readResponse(output) };
  }
}

function readResponse(body: Record<string, unknown>) {
  const results = readArray(body.results).map(readRecord);
  return {
    stopReason: readString(results[0]?.completionReason),
    usage: readUsage({
      inputTokens: body.inputTextTokenCount,
      outputTokens: results.length === 1 ? results[0]?.tokenCount : undefined,
    }),
  };
}
