import type { MessagePart } from '../conversation.ts';

const tagPairs = [
  { open: '<reasoning>', close: '</reasoning>' },
  { open: '<think>', close: '</think>' },
];

/** gpt-oss and DeepSeek put their reasoning before the answer, inside the text and between tags. */
export function splitReasoningTags(text: string): MessagePart[] {
  const pair = tagPairs.find(({ open }) => text.trimStart().startsWith(open));
  const end = pair ? text.indexOf(pair.close) : -1;
  if (!pair || end < 0) return text === '' ? [] : [{ kind: 'text', text }];
  const reasoning = text.slice(text.indexOf(pair.open) + pair.open.length, end).trim();
  const answer = text.slice(end + pair.close.length).trimStart();
  const parts: MessagePart[] = [{ kind: 'reasoning', text: reasoning, isRedacted: false }];
  return answer === '' ? parts : [...parts, { kind: 'text', text: answer }];
}
