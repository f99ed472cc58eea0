import type { GatewayError } from '../../gateway-error.ts';
import { readAnthropicError } from '../anthropic-to-answer/read-anthropic-error.ts';
import { readChunk } from '../anthropic-to-answer/read-chunk.ts';
import { describeTruncatedStream } from '../conversation/truncated-stream.ts';
import { buildAnthropicError } from '../errors/build-anthropic-error.ts';
import type { Passthrough } from '../passthrough.ts';
import { prepareAnthropicBody } from './prepare-anthropic-body.ts';

/** Anthropic's clients with Claude: the model's own events, unwrapped. */
export const anthropicPassthrough: Passthrough = {
  prepareRequest: prepareAnthropicBody,
  mapAnswer: (body) => body,
  createReader(_reply, emit) {
    let isOver = false;
    const fail = (error: GatewayError): void => {
      if (!isOver) emit(buildAnthropicError(error), error);
      isOver = true;
    };
    return {
      read(name, payload) {
        const event = name === 'chunk' ? readChunk(payload) : undefined;
        if (!event || isOver) return;
        isOver = event.type === 'message_stop' || event.type === 'error';
        delete event['amazon-bedrock-invocationMetrics'];
        emit(event, event.type === 'error' ? readAnthropicError(event.error) : undefined);
      },
      fail,
      end: () => fail(describeTruncatedStream()),
    };
  },
};
