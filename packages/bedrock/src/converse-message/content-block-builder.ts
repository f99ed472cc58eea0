import { copyRecord, copyValue } from '../copy-value.ts';
import { isRecord, readArray, readRecord } from '../read-value.ts';
import { BytesBuilder } from './bytes-builder.ts';

/** Gathers the start and the deltas of one content block. Keeps no reference to what it reads. */
export class ContentBlockBuilder {
  private text: string | undefined;
  private toolInput = '';
  private reasoning: ReasoningParts | undefined;
  private citations: unknown[] | undefined;
  private toolResults: Record<string, unknown>[] | undefined;
  private image: ImageParts | undefined;
  private startMember: Record<string, unknown> | undefined;
  private unknownDeltas: Map<string, unknown[]> | undefined;

  start(start: Record<string, unknown>): void {
    this.startMember = nameUnknownMember(copyRecord(start));
  }

  /** Returns whether the delta carried generated content. */
  add(delta: Record<string, unknown>): boolean {
    const { text } = delta;
    // Nearly every event is a piece of text: this path allocates nothing but the longer string.
    if (typeof text === 'string') {
      this.text = this.text === undefined ? text : this.text + text;
      return text !== '';
    }
    let isContent = false;
    const named = nameUnknownMember(delta);
    for (const member of Object.keys(named)) {
      if (this.addMember(member, named[member])) isContent = true;
    }
    return isContent;
  }

  /** Undefined when the block holds nothing, like a start without a member. */
  build(): Record<string, unknown> | undefined {
    const block: Record<string, unknown> = { ...this.startMember };
    this.buildText(block);
    if (this.reasoning) block.reasoningContent = buildReasoning(this.reasoning);
    if (isRecord(block.toolUse) || this.toolInput !== '') {
      block.toolUse = { ...readRecord(block.toolUse), input: parseToolInput(this.toolInput) };
    }
    if (isRecord(block.toolResult) || this.toolResults) {
      block.toolResult = { ...readRecord(block.toolResult), content: this.toolResults ?? [] };
    }
    if (this.image) block.image = buildImage(readRecord(block.image), this.image);
    for (const [member, values] of this.unknownDeltas ?? []) {
      block[member] = values.length === 1 ? values[0] : values;
    }
    return Object.keys(block).length === 0 ? undefined : block;
  }

  private buildText(block: Record<string, unknown>): void {
    if (this.citations) {
      const content = this.text === undefined ? [] : [{ text: this.text }];
      block.citationsContent = { content, citations: this.citations };
    } else if (this.text !== undefined) block.text = this.text;
  }

  private addMember(member: string, value: unknown): boolean {
    switch (member) {
      case 'toolUse':
        return this.addToolInput(value);
      case 'reasoningContent':
        return this.addReasoning(readRecord(value));
      case 'citation':
        (this.citations ??= []).push(copyValue(value));
        return false;
      case 'toolResult':
        return this.addToolResults(readArray(value));
      case 'image':
        return this.addImage(readRecord(value));
      default:
        if (value === undefined) return false;
        this.keepUnknown(member, value);
        return true;
    }
  }

  private addToolInput(value: unknown): boolean {
    const { input } = readRecord(value);
    if (typeof input !== 'string') return false;
    this.toolInput += input;
    return input !== '';
  }

  private addReasoning(delta: Record<string, unknown>): boolean {
    const reasoning = (this.reasoning ??= { redacted: new BytesBuilder() });
    const { text, signature } = isRecord(delta.reasoningText) ? delta.reasoningText : delta;
    if (typeof text === 'string') reasoning.text = (reasoning.text ?? '') + text;
    if (typeof signature === 'string') reasoning.signature = (reasoning.signature ?? '') + signature;
    const hasRedacted = reasoning.redacted.add(delta.redactedContent);
    return hasRedacted || (typeof text === 'string' && text !== '');
  }

  private addToolResults(items: unknown[]): boolean {
    const results = (this.toolResults ??= []);
    for (const item of items) {
      const result = copyRecord(readRecord(item));
      const last = results.at(-1);
      if (typeof result.text === 'string' && typeof last?.text === 'string') last.text += result.text;
      else results.push(result);
    }
    return items.length > 0;
  }

  private addImage(delta: Record<string, unknown>): boolean {
    const image = (this.image ??= { bytes: new BytesBuilder() });
    if (delta.error !== undefined) image.error = copyValue(delta.error);
    const source = readRecord(delta.source);
    if (image.bytes.add(source.bytes)) return true;
    if (delta.source !== undefined && source.bytes === undefined) image.source = copyValue(delta.source);
    return false;
  }

  private keepUnknown(member: string, value: unknown): void {
    this.unknownDeltas ??= new Map();
    const values = this.unknownDeltas.get(member);
    if (values) values.push(copyValue(value));
    else this.unknownDeltas.set(member, [copyValue(value)]);
  }
}

interface ReasoningParts {
  text?: string;
  signature?: string;
  redacted: BytesBuilder;
}

interface ImageParts {
  bytes: BytesBuilder;
  source?: unknown;
  error?: unknown;
}

function buildReasoning({ text, signature, redacted }: ReasoningParts): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  if (text !== undefined || signature !== undefined) {
    content.reasoningText = { text: text ?? '', ...(signature === undefined ? undefined : { signature }) };
  }
  const redactedContent = redacted.build();
  if (redactedContent !== undefined) content.redactedContent = redactedContent;
  return content;
}

function buildImage(
  start: Record<string, unknown>,
  { bytes, source, error }: ImageParts,
): Record<string, unknown> {
  const built = bytes.build();
  return {
    ...start,
    ...(built === undefined ? undefined : { source: { bytes: built } }),
    ...(source === undefined ? undefined : { source }),
    ...(error === undefined ? undefined : { error }),
  };
}

/** A tool without arguments streams no input at all; the unstreamed call gives `{}`. */
function parseToolInput(json: string): unknown {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** The AWS SDK gives a union member that it does not know as `$unknown: [name, value]`. */
function nameUnknownMember(union: Record<string, unknown>): Record<string, unknown> {
  if (!('$unknown' in union)) return union;
  const [name, value] = readArray(union.$unknown);
  return typeof name === 'string' ? { [name]: value } : union;
}
