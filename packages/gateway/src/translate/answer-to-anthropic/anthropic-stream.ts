import type { GatewayError } from '../../gateway-error.ts';
import type { AnswerDetails, Finish } from '../conversation/answer.ts';
import type { AnswerIdentity } from '../conversation/answer-identity.ts';
import type { AnswerListener, PartStart } from '../conversation/answer-listener.ts';
import type { Citation } from '../conversation/citation.ts';
import { type AnthropicErrorBody, buildAnthropicError } from '../errors/build-anthropic-error.ts';
import type { AnthropicBlock, AnthropicDelta, AnthropicStreamEvent } from './anthropic-message.ts';
import { buildAnthropicCitation } from './build-anthropic-citation.ts';
import {
  buildAnthropicUsage,
  buildEmptyMessage,
  mapToAnthropicStopReason,
} from './build-anthropic-message.ts';

type Payload = AnthropicStreamEvent | AnthropicErrorBody;

/** Writes the events of a streamed message. The last but one waits for the counts, which Converse gives only at the very end. */
export class AnthropicStream implements AnswerListener {
  private waiting: Finish | undefined;

  private readonly identity: AnswerIdentity;
  private readonly emit: (payload: Payload, failure?: GatewayError) => void;

  constructor(identity: AnswerIdentity, emit: (payload: Payload, failure?: GatewayError) => void) {
    this.identity = identity;
    this.emit = emit;
  }

  start(details: AnswerDetails | undefined): void {
    this.emit({ type: 'message_start', message: buildEmptyMessage(this.identity, details) });
  }

  startPart(index: number, part: PartStart): void {
    this.emit({ type: 'content_block_start', index, content_block: buildEmptyBlock(part) });
  }

  addText(index: number, text: string): void {
    this.send(index, { type: 'text_delta', text });
  }

  addThinking(index: number, thinking: string): void {
    this.send(index, { type: 'thinking_delta', thinking });
  }

  addSignature(index: number, signature: string): void {
    this.send(index, { type: 'signature_delta', signature });
  }

  addToolInput(index: number, json: string): void {
    this.send(index, { type: 'input_json_delta', partial_json: json });
  }

  addCitation(index: number, citation: Citation): void {
    this.send(index, { type: 'citations_delta', citation: buildAnthropicCitation(citation) });
  }

  endPart(index: number): void {
    this.emit({ type: 'content_block_stop', index });
  }

  finish(finish: Finish): void {
    this.waiting = finish;
  }

  addDetails(details: AnswerDetails): void {
    this.sendFinish(details);
  }

  fail(error: GatewayError): void {
    this.emit(buildAnthropicError(error), error);
  }

  end(): void {
    this.sendFinish({});
    this.emit({ type: 'message_stop' });
  }

  private sendFinish(details: AnswerDetails): void {
    if (!this.waiting) return;
    const { stopReason, rawStopReason, stopSequence } = this.waiting;
    this.waiting = undefined;
    const event: Extract<AnthropicStreamEvent, { type: 'message_delta' }> = {
      type: 'message_delta',
      delta: {
        stop_reason: mapToAnthropicStopReason(stopReason),
        stop_sequence: stopSequence ?? null,
        native_stop_reason: rawStopReason,
      },
      usage: buildAnthropicUsage(details),
    };
    if (details.trace !== undefined) event.trace = details.trace;
    this.emit(event);
  }

  private send(index: number, delta: AnthropicDelta): void {
    this.emit({ type: 'content_block_delta', index, delta });
  }
}

function buildEmptyBlock(part: PartStart): AnthropicBlock {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: '' };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'redacted-thinking':
      return { type: 'redacted_thinking', data: part.data };
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: {} };
    default:
      return part satisfies never;
  }
}
