import { mergeUsage, readAnthropicUsage, readInvocationMetricsUsage, type Usage } from '@outcrop/bedrock';
import { parseAnthropicCitation } from '../anthropic-to-conversation/parse-anthropic-citations.ts';
import { AnswerEmitter } from '../conversation/answer-emitter.ts';
import type { AnswerListener } from '../conversation/answer-listener.ts';
import type { AnswerReader } from '../conversation/answer-reader.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { type Fields, isRecord } from '../conversation/parse-field.ts';
import { readFinish } from './read-anthropic-answer.ts';
import { readAnthropicError } from './read-anthropic-error.ts';
import { readChunk } from './read-chunk.ts';

/** Reads the chunks of InvokeModelWithResponseStream, each of which holds one of Anthropic's own stream events. */
export function createAnthropicReader(
  listener: AnswerListener,
  restoration: AnswerRestoration,
): AnswerReader {
  const reader = new AnthropicReader(new AnswerEmitter(listener, restoration));
  return {
    read(name, payload) {
      const event = name === 'chunk' ? readChunk(payload) : undefined;
      if (event) reader.read(event);
    },
    fail: (error) => reader.emitter.fail(error),
    end: () => reader.emitter.end(),
  };
}

class AnthropicReader {
  readonly emitter: AnswerEmitter;
  private usage: Usage | undefined;

  constructor(emitter: AnswerEmitter) {
    this.emitter = emitter;
  }

  read(event: Fields): void {
    const block = typeof event.index === 'number' ? event.index : 0;
    if (event.type === 'content_block_delta') {
      if (isRecord(event.delta)) this.readDelta(block, event.delta);
    } else if (event.type === 'content_block_start') {
      if (isRecord(event.content_block)) this.startBlock(block, event.content_block);
    } else if (event.type === 'content_block_stop') this.emitter.endPart(block);
    else this.readMessageEvent(event);
  }

  private readMessageEvent(event: Fields): void {
    switch (event.type) {
      case 'message_start':
        if (isRecord(event.message)) this.usage = readAnthropicUsage(event.message.usage);
        this.emitter.start({ usage: this.usage });
        return;
      case 'message_delta':
        this.usage = mergeUsage(readAnthropicUsage(event.usage), this.usage);
        if (isRecord(event.delta)) this.emitter.finish(readFinish({ ...event, ...event.delta }));
        return;
      case 'message_stop':
        this.stop(event);
        return;
      case 'error':
        this.emitter.fail(readAnthropicError(event.error));
        return;
      default:
    }
  }

  private startBlock(block: number, content: Fields): void {
    if (content.type === 'tool_use') {
      const { id, name } = content;
      this.emitter.startPart(block, { type: 'tool-call', id: String(id), name: String(name) });
    } else if (content.type === 'redacted_thinking') {
      this.emitter.startPart(block, { type: 'redacted-thinking', data: String(content.data) });
    } else if (content.type === 'text' || content.type === 'thinking') {
      this.emitter.startPart(block, { type: content.type });
    }
  }

  private readDelta(block: number, delta: Fields): void {
    if (typeof delta.text === 'string') this.emitter.addText(block, delta.text);
    else if (typeof delta.partial_json === 'string') this.emitter.addToolInput(block, delta.partial_json);
    else if (typeof delta.thinking === 'string') this.emitter.addThinking(block, delta.thinking);
    else if (typeof delta.signature === 'string') this.emitter.addSignature(block, delta.signature);
    else if (isRecord(delta.citation)) {
      this.emitter.addCitation(block, parseAnthropicCitation(delta.citation));
    }
  }

  /** Bedrock's own counts come with the last event and are the billed ones. */
  private stop(event: Fields): void {
    const billed = readInvocationMetricsUsage(event['amazon-bedrock-invocationMetrics']);
    this.emitter.addDetails({ usage: mergeUsage(billed, this.usage) });
  }
}
