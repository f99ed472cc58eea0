import { MessageBuilder } from '../converse-message/message-builder.ts';
import { copyRecord, copyValue } from '../copy-value.ts';
import { isRecord, readRecord } from '../read-value.ts';
import { readConverseRequest } from './converse-request.ts';
import { readConverseResponse } from './converse-response.ts';
import type { BedrockOperation, OperationStreamReader, ResponseReading } from './operation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
export const converseStream: BedrockOperation = {
  command: 'ConverseStreamCommand',
  operation: 'converseStream',
  spanName: 'bedrock.converseStream',
  streamProperty: 'stream',
  readRequest: readConverseRequest,
  // The output's stream is read by the stream reader; nothing else in it is content.
  readResponse: () => ({ output: undefined, metadata: {} }),
  createStreamReader: () => new ConverseStreamReader(),
};

class ConverseStreamReader implements OperationStreamReader {
  private readonly message = new MessageBuilder();
  private messageStop: Record<string, unknown> = {};
  private closing: Record<string, unknown> = {};

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    if (event.contentBlockDelta !== undefined) return this.message.addDelta(event.contentBlockDelta);
    return this.readRareEvent(event);
  }

  result(): ResponseReading {
    const output = { message: this.message.build() };
    // Copied, so that the caller may change it and ask again later.
    return readConverseResponse(copyRecord({ ...this.messageStop, ...this.closing, output }));
  }

  private readRareEvent(event: Record<string, unknown>): boolean {
    if (event.contentBlockStart) return this.message.startBlock(event.contentBlockStart);
    if (event.messageStart) this.message.start(event.messageStart);
    if (event.messageStop) this.messageStop = readRecord(copyValue(event.messageStop));
    if (event.metadata) this.closing = readRecord(copyValue(event.metadata));
    return false;
  }
}
