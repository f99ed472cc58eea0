import { MessageBuilder } from '../../converse-message/message-builder.ts';
import { isRecord, keepPresent, readArray, readRecord, readString } from '../../read-value.ts';
import { readConverseUsage } from '../../usage.ts';
import type { BedrockFamily, StreamReader, StreamResult } from '../family.ts';
import { readParameters } from '../read-parameters.ts';

/** https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
export const nova: BedrockFamily = {
  name: 'nova',
  matchesRequest: (body) =>
    isRecord(body.inferenceConfig) ||
    'schemaVersion' in body ||
    isRecord(body.toolConfig) ||
    hasUntypedContent(body),
  matchesResponse: (body) => isRecord(readRecord(body.output).message),
  readRequest: (body) => {
    const toolConfig = readRecord(body.toolConfig);
    const config = readRecord(body.inferenceConfig);
    return {
      parameters: {
        ...readParameters(config, { maxTokens: 'max_new_tokens', topP: 'top_p', topK: 'top_k' }),
        ...readParameters(config, {
          maxTokens: 'maxTokens',
          topP: 'topP',
          topK: 'topK',
          stopSequences: 'stopSequences',
        }),
      },
      tools: toolConfig.tools,
      toolChoice: toolConfig.toolChoice,
    };
  },
  readResponse,
  stream: {
    matchesChunk: (chunk) =>
      isRecord(chunk.messageStart) || isRecord(chunk.contentBlockStart) || isRecord(chunk.contentBlockDelta),
    createReader: () => new NovaReader(),
  },
};

class NovaReader implements StreamReader<Record<string, unknown>> {
  private readonly message = new MessageBuilder({ joinTextBlocks: true });
  private stopReason: unknown;
  private closing: Record<string, unknown> = {};

  read(chunk: Record<string, unknown>): boolean {
    if (isRecord(chunk.contentBlockDelta)) return this.message.addDelta(chunk.contentBlockDelta);
    if (isRecord(chunk.contentBlockStart)) return this.message.startBlock(chunk.contentBlockStart);
    if (isRecord(chunk.messageStart)) this.message.start(chunk.messageStart);
    if (isRecord(chunk.messageStop)) this.stopReason = chunk.messageStop.stopReason;
    if (isRecord(chunk.metadata)) this.closing = chunk.metadata;
    return false;
  }

  result(): StreamResult {
    const message = this.message.build();
    if (!message) return { output: undefined };
    const output = keepPresent({
      output: { message },
      stopReason: this.stopReason,
      usage: this.closing.usage,
    });
    return { output, ...readResponse(output) };
  }
}

function readResponse(body: Record<string, unknown>) {
  return { stopReason: readString(body.stopReason), usage: readConverseUsage(body.usage) };
}

/** Nova's content items are `{ text }` where Anthropic's and OpenAI's are `{ type: 'text', text }`. */
function hasUntypedContent(body: Record<string, unknown>): boolean {
  const [item] = readArray(readRecord(readArray(body.messages)[0]).content);
  return isRecord(item) && !('type' in item);
}
