import { isRecord, keepPresent, readNumber, readRecord, readString } from '../read-value.ts';
import { readConverseRequest } from './converse-request.ts';
import { readInvokeModelRequest } from './invoke-model-request.ts';
import type { BedrockOperation, RequestReading } from './operation.ts';

/**
 * Nothing is generated or billed, so the count is a metric of its own that no sum takes for used tokens.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export const countTokens: BedrockOperation = {
  command: 'CountTokensCommand',
  operation: 'countTokens',
  spanName: 'bedrock.countTokens',
  spanType: 'function',
  readRequest(input) {
    const { input: content, metadata } = readCountedCall(readRecord(input.input));
    return { model: readString(input.modelId), input: content, metadata };
  },
  readResponse: (output) => ({
    output: { inputTokens: output.inputTokens },
    metadata: {},
    metrics: keepPresent({ counted_input_tokens: readNumber(output.inputTokens) }),
  }),
};

function readCountedCall(input: Record<string, unknown>): RequestReading {
  if (isRecord(input.converse)) return readConverseRequest(input.converse);
  return readInvokeModelRequest(readRecord(input.invokeModel));
}
