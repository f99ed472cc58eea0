import type { JsonObject } from '@outcrop/protocol';
import type { OtlpAttributes } from '../otlp-span.ts';
import type { Dialect } from './dialect.ts';

const indexedKey = /^gen_ai\.(prompt|completion)\.(\d{1,4})\.(.+)$/;

/** OpenLLMetry writes one attribute a message part: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`. */
export const genAiIndexedDialect: Dialect = {
  name: 'gen-ai-indexed',
  isMatch({ attributes }) {
    for (const key of attributes.keys()) if (indexedKey.test(key)) return true;
    return false;
  },
  map({ attributes }) {
    const messages = takeMessages(attributes, 'prompt');
    const choices = takeMessages(attributes, 'completion');
    return {
      type: 'llm',
      input: messages.length > 0 ? { messages } : undefined,
      output: choices.length > 0 ? choices : undefined,
    };
  },
};

function takeMessages(attributes: OtlpAttributes, kind: 'prompt' | 'completion'): JsonObject[] {
  const messages = new Map<number, JsonObject>();
  for (const [key, value] of attributes) {
    const [, keyKind, index, part] = indexedKey.exec(key) ?? [];
    if (keyKind !== kind || part === undefined) continue;
    const message = messages.get(Number(index)) ?? {};
    message[part] = value;
    messages.set(Number(index), message);
    attributes.delete(key);
  }
  return [...messages].sort(([first], [second]) => first - second).map(([, message]) => message);
}
