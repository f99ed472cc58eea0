import { type Fields, isRecord } from '../conversation/parse-field.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** A block whose bytes are still to be fetched. */
export interface FoundUrl {
  /** A copy of the client's, to be changed. */
  block: Fields;
  type: 'image' | 'document';
  url: unknown;
  place: string;
}

export interface Tidying {
  /** Filled with what is found. */
  urls: FoundUrl[];
  context: TranslationContext;
}

/** Copies content without what Bedrock refuses: blank texts and fields of cache marks that it does not know. */
export function tidyBlocks(content: unknown, place: string, tidying: Tidying): unknown {
  if (!Array.isArray(content)) return content;
  const tidy: unknown[] = [];
  for (const [index, block] of content.entries()) {
    if (isRecord(block) && !isBlank(block)) tidy.push(tidyBlock(block, `${place}[${index}]`, tidying));
    else if (!isRecord(block)) tidy.push(block);
  }
  return tidy.length === 0 && content.length > 0 ? [{ type: 'text', text: '(empty)' }] : tidy;
}

function isBlank(block: Fields): boolean {
  return block.type === 'text' && typeof block.text === 'string' && block.text.trim() === '';
}

function tidyBlock(block: Fields, place: string, tidying: Tidying): Fields {
  const tidy = { ...block };
  if (isRecord(tidy.cache_control)) tidy.cache_control = tidyMark(tidy.cache_control, place, tidying.context);
  if (tidy.type === 'tool_result') tidy.content = tidyBlocks(tidy.content, `${place}.content`, tidying);
  const { type, source } = tidy;
  if ((type === 'image' || type === 'document') && isRecord(source) && source.type === 'url') {
    tidying.urls.push({ block: tidy, type, url: source.url, place: `${place}.source.url` });
  }
  return tidy;
}

/** Bedrock knows a mark's type and time to live. */
function tidyMark(mark: Fields, place: string, context: TranslationContext): Fields {
  const { type, ttl, ...rest } = mark;
  for (const name of Object.keys(rest)) {
    context.change(`${place}.cache_control.${name}`, 'was left out: Bedrock does not know it');
  }
  return ttl === undefined || ttl === null ? { type } : { type, ttl };
}

const unknownToolFields = ['eager_input_streaming', 'allowed_callers'];

/** Copies a tool without the fields that Bedrock refuses. */
export function tidyTool(tool: unknown, place: string, context: TranslationContext): unknown {
  if (!isRecord(tool)) return tool;
  const tidy = { ...tool };
  if (isRecord(tidy.cache_control)) tidy.cache_control = tidyMark(tidy.cache_control, place, context);
  for (const name of unknownToolFields) {
    if (tidy[name] === undefined) continue;
    delete tidy[name];
    context.change(`${place}.${name}`, 'was left out: Bedrock does not know it');
  }
  return tidy;
}
