import { copyValue } from '../copy-value.ts';
import { isRecord, readRecord } from '../read-value.ts';
import { ContentBlockBuilder } from './content-block-builder.ts';

export interface MessageBuilderOptions {
  /** Nova's own stream opens a new block with nearly every piece of text; its unstreamed answer has one. */
  joinTextBlocks?: boolean;
}

/** Rebuilds a Converse message from its stream events: the message the unstreamed call would have given. */
export class MessageBuilder {
  private readonly joinTextBlocks: boolean;
  private readonly blocks: (ContentBlockBuilder | undefined)[] = [];
  private role: unknown;

  constructor(options: MessageBuilderOptions = {}) {
    this.joinTextBlocks = options.joinTextBlocks ?? false;
  }

  start(event: unknown): void {
    this.role = readRecord(event).role;
  }

  /** Returns whether the event names a tool to call: the first thing generated of a tool call. */
  startBlock(event: unknown): boolean {
    if (!isRecord(event) || !isRecord(event.start)) return false;
    this.findBlock(event.contentBlockIndex)?.start(event.start);
    return isRecord(event.start.toolUse);
  }

  /** Returns whether the delta carried generated content. */
  addDelta(event: unknown): boolean {
    if (!isRecord(event) || !isRecord(event.delta)) return false;
    return this.findBlock(event.contentBlockIndex)?.add(event.delta) ?? false;
  }

  /** Undefined when nothing arrived. Shares its parts with the builder. */
  build(): Record<string, unknown> | undefined {
    const content: Record<string, unknown>[] = [];
    for (const block of this.blocks) {
      const built = block?.build();
      if (!built) continue;
      const last = content.at(-1);
      if (this.joinTextBlocks && isTextBlock(last) && isTextBlock(built)) last.text += built.text;
      else content.push(built);
    }
    if (this.role === undefined && content.length === 0) return undefined;
    return { role: copyValue(this.role) ?? 'assistant', content };
  }

  private findBlock(index: unknown): ContentBlockBuilder | undefined {
    // The bound keeps a malformed index from making a huge sparse array.
    if (typeof index !== 'number' || !(index >= 0 && index < 65_536)) return undefined;
    return (this.blocks[index] ??= new ContentBlockBuilder());
  }
}

function isTextBlock(block: Record<string, unknown> | undefined): block is { text: string } {
  return typeof block?.text === 'string' && Object.keys(block).length === 1;
}
