import { type JsonObject, type JsonValue, readObjects, readString } from '../../../lib/json-value.ts';
import type { MessagePart } from '../conversation.ts';
import { readAttachment } from './attachment.ts';
import { splitReasoningTags } from './split-reasoning-tags.ts';

const readers: Record<string, (block: JsonObject) => MessagePart> = {
  text: (block) => ({ kind: 'text', text: readString(block['text']) ?? '' }),
  input_text: (block) => ({ kind: 'text', text: readString(block['text']) ?? '' }),
  output_text: (block) => ({ kind: 'text', text: readString(block['text']) ?? '' }),
  refusal: (block) => ({ kind: 'text', text: readString(block['refusal']) ?? '' }),
  image_url: (block) => readAttachment(block, 'image'),
  input_image: (block) => readAttachment(block, 'image'),
  input_audio: (block) => readAttachment(block, 'audio'),
  input_file: (block) => readAttachment(block, 'document'),
  file: (block) => readAttachment(block, 'document'),
};

/** The content of a message in OpenAI's APIs: a string or a list of blocks. */
export function readOpenAiContent(content: JsonValue | undefined): MessagePart[] {
  if (typeof content === 'string') return splitReasoningTags(content);
  return readObjects(content).map((block) => {
    const type = readString(block['type']) ?? 'block without a type';
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    return reader ? reader(block) : { kind: 'unknown', label: type, value: block };
  });
}
