import type { GatewayError } from '../../gateway-error.ts';
import { buildOpenAiError, type OpenAiErrorBody } from '../errors/build-openai-error.ts';
import type { AnswerDetails, Finish } from '../conversation/answer.ts';
import type { AnswerListener, PartStart } from '../conversation/answer-listener.ts';
import type { AnswerIdentity } from '../conversation/answer-identity.ts';
import type { Citation } from '../conversation/citation.ts';
import { findAnnotation } from './build-annotation.ts';
import { buildChatUsage } from './build-chat-usage.ts';
import type { ChatChunk, ChatChunkChoice, ChatDelta } from './chat-completion.ts';
import { mapFinishReason, mapServiceTier } from './map-finish-reason.ts';

export interface ChatStreamOptions extends AnswerIdentity {
  /** The client asked for it with `stream_options.include_usage`. */
  includesUsage: boolean;
}

type Payload = ChatChunk | OpenAiErrorBody;

/** Writes the chunks of a streamed chat completion. The closing `[DONE]` is the encoder's. */
export class ChatStream implements AnswerListener {
  private toolCount = 0;
  private textLength = 0;
  private readonly toolIndexes = new Map<number, number>();
  private thinking = { text: '', signature: '' };
  private readonly id: string;

  private readonly options: ChatStreamOptions;
  private readonly emit: (payload: Payload, failure?: GatewayError) => void;

  constructor(options: ChatStreamOptions, emit: (payload: Payload, failure?: GatewayError) => void) {
    this.options = options;
    this.emit = emit;
    this.id = `chatcmpl-${options.id}`;
  }

  start(): void {
    this.send({ role: 'assistant', content: '' });
  }

  startPart(index: number, part: PartStart): void {
    if (part.type === 'tool-call') {
      const toolIndex = this.toolCount++;
      this.toolIndexes.set(index, toolIndex);
      const { id, name } = part;
      this.send({
        tool_calls: [{ index: toolIndex, id, type: 'function', function: { name, arguments: '' } }],
      });
    } else if (part.type === 'redacted-thinking') {
      this.send({ thinking_blocks: [{ type: 'redacted_thinking', data: part.data }] });
    } else if (part.type === 'thinking') this.thinking = { text: '', signature: '' };
  }

  addText(_index: number, text: string): void {
    this.textLength += text.length;
    this.send({ content: text });
  }

  addThinking(_index: number, text: string): void {
    this.thinking.text += text;
    this.send({ reasoning_content: text });
  }

  addSignature(_index: number, signature: string): void {
    this.thinking.signature += signature;
  }

  addToolInput(index: number, json: string): void {
    const toolIndex = this.toolIndexes.get(index) ?? 0;
    this.send({ tool_calls: [{ index: toolIndex, function: { arguments: json } }] });
  }

  addCitation(_index: number, citation: Citation): void {
    const annotation = findAnnotation(citation, 0, this.textLength);
    this.send(annotation ? { citations: [citation], annotations: [annotation] } : { citations: [citation] });
  }

  /** A signature ends its reasoning, so that the whole block can be sent back. */
  endPart(): void {
    const { text, signature } = this.thinking;
    if (signature === '') return;
    this.thinking = { text: '', signature: '' };
    this.send({ thinking_blocks: [{ type: 'thinking', thinking: text, signature }] });
  }

  finish({ stopReason, rawStopReason, stopSequence }: Finish): void {
    const choice: ChatChunkChoice = {
      index: 0,
      delta: {},
      logprobs: null,
      finish_reason: mapFinishReason(stopReason),
      native_finish_reason: rawStopReason,
    };
    if (stopSequence !== undefined) choice.stop_sequence = stopSequence;
    this.emit(this.buildChunk([choice]));
  }

  addDetails({ usage, serviceTier, trace }: AnswerDetails): void {
    const tier = mapServiceTier(serviceTier);
    if (trace !== undefined) this.emit({ ...this.buildChunk([buildChoice({})]), trace });
    if (!this.options.includesUsage || usage === undefined) return;
    const chunk = this.buildChunk([]);
    chunk.usage = buildChatUsage(usage);
    if (tier) chunk.service_tier = tier;
    this.emit(chunk);
  }

  fail(error: GatewayError): void {
    this.emit(buildOpenAiError(error), error);
  }

  end(): void {}

  private send(delta: ChatDelta): void {
    this.emit(this.buildChunk([buildChoice(delta)]));
  }

  private buildChunk(choices: ChatChunkChoice[]): ChatChunk {
    const { createdSeconds: created, model } = this.options;
    return { id: this.id, object: 'chat.completion.chunk', created, model, choices };
  }
}

function buildChoice(delta: ChatDelta): ChatChunkChoice {
  return { index: 0, delta, logprobs: null, finish_reason: null };
}
