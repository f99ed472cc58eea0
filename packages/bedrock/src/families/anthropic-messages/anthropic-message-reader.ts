import { isRecord, readArray, readRecord, readString } from '../../read-value.ts';
import { readServerToolUse } from '../../usage.ts';
import type { StreamReader, StreamResult } from '../family.ts';
import { readAnthropicUsage } from './anthropic-usage.ts';

interface Block {
  content: Record<string, unknown>;
  inputJson: string;
}

/** Rebuilds an Anthropic message from its stream events. */
export class AnthropicMessageReader implements StreamReader<Record<string, unknown>> {
  private message: Record<string, unknown> | undefined;
  private readonly blocks = new Map<number, Block>();

  read(event: Record<string, unknown>): boolean {
    switch (event.type) {
      case 'content_block_delta':
        return this.addDelta(event.index, readRecord(event.delta));
      case 'content_block_start':
        return this.startBlock(event.index, readRecord(event.content_block));
      case 'message_start':
        this.message = { ...readRecord(event.message) };
        return false;
      case 'message_delta':
        this.changeMessage(event);
        return false;
      default:
        return false;
    }
  }

  result(): StreamResult {
    if (!this.message && this.blocks.size === 0) return { output: undefined };
    const content = [...this.blocks]
      .sort(([left], [right]) => left - right)
      .map(([, block]) => buildBlock(block));
    const output = { type: 'message', role: 'assistant', ...this.message, content };
    return {
      output,
      stopReason: readString(this.message?.stop_reason),
      usage: readAnthropicUsage(this.message?.usage),
      metrics: readServerToolUse(readRecord(this.message?.usage).server_tool_use),
    };
  }

  private startBlock(index: unknown, content: Record<string, unknown>): boolean {
    if (typeof index !== 'number') return false;
    this.blocks.set(index, { content, inputJson: '' });
    return typeof content.name === 'string' || (typeof content.text === 'string' && content.text !== '');
  }

  private addDelta(index: unknown, delta: Record<string, unknown>): boolean {
    if (typeof index !== 'number') return false;
    let block = this.blocks.get(index);
    if (!block) {
      block = { content: {}, inputJson: '' };
      this.blocks.set(index, block);
    }
    return addToBlock(block, delta);
  }

  /** `message_delta` carries the stop reason, the final counts, and whatever else changed on the message. */
  private changeMessage(event: Record<string, unknown>): void {
    const { type: _, delta, usage, ...rest } = event;
    const message: Record<string, unknown> = (this.message ??= {});
    Object.assign(message, rest, readRecord(delta));
    if (isRecord(usage)) message.usage = { ...readRecord(message.usage), ...usage };
  }
}

/** Returns whether the delta carried generated content. */
function addToBlock(block: Block, delta: Record<string, unknown>): boolean {
  const { content } = block;
  switch (delta.type) {
    case 'text_delta':
      content.type ??= 'text';
      return append(content, 'text', delta.text);
    case 'thinking_delta':
      content.type ??= 'thinking';
      return append(content, 'thinking', delta.thinking);
    case 'signature_delta':
      append(content, 'signature', delta.signature);
      return false;
    case 'input_json_delta':
      if (typeof delta.partial_json !== 'string') return false;
      block.inputJson += delta.partial_json;
      return delta.partial_json !== '';
    case 'citations_delta':
      content.citations = [...readArray(content.citations), delta.citation];
      return false;
    default:
      return appendUnknown(content, delta);
  }
}

function buildBlock({ content, inputJson }: Block): Record<string, unknown> {
  if (inputJson === '') return { ...content };
  try {
    return { ...content, input: JSON.parse(inputJson) };
  } catch {
    return { ...content, input: inputJson };
  }
}

function append(content: Record<string, unknown>, name: string, piece: unknown): boolean {
  if (typeof piece !== 'string') return false;
  const before = content[name];
  content[name] = typeof before === 'string' ? before + piece : piece;
  return piece !== '';
}

function appendUnknown(content: Record<string, unknown>, delta: Record<string, unknown>): boolean {
  let isContent = false;
  for (const [name, value] of Object.entries(delta)) {
    if (name === 'type') continue;
    isContent = true;
    if (!append(content, name, value) && typeof value !== 'string') content[name] = value;
  }
  return isContent;
}
