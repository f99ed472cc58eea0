import type { JsonValue } from '@outcrop/protocol';
import type { GatewayError } from '../../gateway-error.ts';
import type { EmitPayload, Reply } from '../client-api.ts';
import type { AnswerDetails, AnswerPart, Finish } from '../conversation/answer.ts';
import type { AnswerListener, PartStart } from '../conversation/answer-listener.ts';
import type { Citation } from '../conversation/citation.ts';
import { buildOpenAiError } from '../errors/build-openai-error.ts';
import { buildEmptyResponse, buildItem, finishResponse } from './build-response.ts';
import type { OutputItem, ResponsesResponse } from './response.ts';

interface StreamPart {
  part: AnswerPart;
  /** A tool call's arguments as they came. */
  json: string;
  itemId: string;
}

/** Writes the events of a streamed response. Items repeat what their pieces said, as the API has it. */
export class ResponsesStream implements AnswerListener {
  private sequence = 0;
  private readonly parts: StreamPart[] = [];
  private readonly output: OutputItem[] = [];
  private readonly response: ResponsesResponse;
  private ending: Finish | undefined;
  private details: AnswerDetails = {};

  private readonly reply: Reply;
  private readonly emit: EmitPayload;

  constructor(reply: Reply, emit: EmitPayload) {
    this.reply = reply;
    this.emit = emit;
    this.response = buildEmptyResponse(reply);
  }

  start(): void {
    this.send('response.created', { response: this.response });
    this.send('response.in_progress', { response: this.response });
  }

  startPart(index: number, start: PartStart): void {
    const part = buildEmptyPart(start);
    const item = { ...buildItem(part, index, this.reply), status: 'in_progress' } as OutputItem;
    const itemId = item.id;
    this.parts[index] = { part, json: '', itemId };
    if (item.type === 'message') item.content = [];
    else if (item.type === 'function_call') item.arguments = '';
    this.send('response.output_item.added', { output_index: index, item });
    if (item.type === 'message') {
      this.sendPiece('response.content_part.added', index, { content_index: 0, part: emptyText });
    } else if (start.type === 'thinking') {
      const summary = { type: 'summary_text', text: '' };
      this.sendPiece('response.reasoning_summary_part.added', index, { summary_index: 0, part: summary });
    }
  }

  addText(index: number, text: string): void {
    const { part } = this.getPart(index);
    if (part.type === 'text') part.text += text;
    this.sendPiece('response.output_text.delta', index, { content_index: 0, delta: text, logprobs: [] });
  }

  addThinking(index: number, text: string): void {
    const { part } = this.getPart(index);
    if (part.type === 'thinking') part.text += text;
    this.sendPiece('response.reasoning_summary_text.delta', index, { summary_index: 0, delta: text });
  }

  addSignature(index: number, signature: string): void {
    const { part } = this.getPart(index);
    if (part.type === 'thinking') part.signature = (part.signature ?? '') + signature;
  }

  addToolInput(index: number, json: string): void {
    this.getPart(index).json += json;
    this.sendPiece('response.function_call_arguments.delta', index, { delta: json });
  }

  addCitation(index: number, citation: Citation): void {
    const { part } = this.getPart(index);
    if (part.type === 'text') (part.citations ??= []).push(citation);
  }

  endPart(index: number): void {
    const { part, json } = this.getPart(index);
    if (part.type === 'tool-call') part.input = parseInput(json);
    const item = buildItem(part, index, this.reply);
    if (item.type === 'function_call') item.arguments = json;
    this.output[index] = item;
    this.endPieces(index, item);
    this.send('response.output_item.done', { output_index: index, item });
  }

  finish(finish: Finish): void {
    this.ending = finish;
  }

  addDetails(details: AnswerDetails): void {
    this.details = details;
  }

  end(): void {
    if (!this.ending) return;
    const { output, details } = this;
    const response = finishResponse(this.response, { finish: this.ending, details, output });
    this.send(response.status === 'incomplete' ? 'response.incomplete' : 'response.completed', { response });
  }

  /** The second event is what makes OpenAI's client throw. */
  fail(error: GatewayError): void {
    const { code, message } = error;
    const response = { ...this.response, status: 'failed', output: this.output, error: { code, message } };
    this.send('response.failed', { response }, error);
    this.send('error', { code, message, param: error.param ?? null, ...buildOpenAiError(error) }, error);
  }

  private endPieces(index: number, item: OutputItem): void {
    switch (item.type) {
      case 'message': {
        const [part] = item.content;
        const text = part?.text ?? '';
        this.sendPiece('response.output_text.done', index, { content_index: 0, text, logprobs: [] });
        this.sendPiece('response.content_part.done', index, { content_index: 0, part });
        return;
      }
      case 'function_call': {
        const { name, arguments: text } = item;
        this.sendPiece('response.function_call_arguments.done', index, { name, arguments: text });
        return;
      }
      case 'reasoning': {
        const [part] = item.summary;
        if (!part) return;
        const { text } = part;
        this.sendPiece('response.reasoning_summary_text.done', index, { summary_index: 0, text });
        this.sendPiece('response.reasoning_summary_part.done', index, { summary_index: 0, part });
        return;
      }
      default:
        item satisfies never;
    }
  }

  private getPart(index: number): StreamPart {
    const part = this.parts[index];
    if (!part) throw new TypeError(`[outcrop] part ${index} of the answer was not started`);
    return part;
  }

  private sendPiece(type: string, index: number, fields: object): void {
    this.send(type, { item_id: this.getPart(index).itemId, output_index: index, ...fields });
  }

  private send(type: string, fields: object, failure?: GatewayError): void {
    this.emit({ type, sequence_number: this.sequence++, ...fields }, failure);
  }
}

const emptyText = { type: 'output_text', text: '', annotations: [], logprobs: [] };

function buildEmptyPart(start: PartStart): AnswerPart {
  switch (start.type) {
    case 'text':
    case 'thinking':
      return { type: start.type, text: '' };
    case 'redacted-thinking':
      return start;
    case 'tool-call':
      return { ...start, input: {} };
    default:
      return start satisfies never;
  }
}

/** The client gets the arguments as they came; what is cut off by the limit of tokens is no JSON. */
function parseInput(json: string): JsonValue {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return json;
  }
}
