import type { JsonObject, JsonValue } from '@outcrop/protocol';
import type { OtlpEvent } from '../otlp-span.ts';
import { isJsonObject, parseJsonOrText } from '../take-attribute.ts';
import type { Dialect } from './dialect.ts';

const roleByEvent: ReadonlyMap<string, string> = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);
const choiceEvent = 'gen_ai.choice';

/** The GenAI conventions up to 1.36 put each message into an event of the span. */
export const genAiEventsDialect: Dialect = {
  name: 'gen-ai-events',
  isMatch: ({ events }) => events.some(isMessageEvent),
  map(span) {
    const messages: JsonObject[] = [];
    const choices: JsonObject[] = [];
    for (const event of span.events.filter(isMessageEvent)) {
      if (event.name === choiceEvent) choices.push(mapChoice(event));
      else messages.push({ role: roleByEvent.get(event.name) ?? 'user', ...parseAttributes(event) });
    }
    span.events = span.events.filter((event) => !isMessageEvent(event));
    return {
      input: messages.length > 0 ? { messages } : undefined,
      output: choices.length > 0 ? choices : undefined,
    };
  },
};

function isMessageEvent({ name }: OtlpEvent): boolean {
  return roleByEvent.has(name) || name === choiceEvent;
}

function mapChoice(event: OtlpEvent): JsonObject {
  const { message, ...rest } = parseAttributes(event);
  return { role: 'assistant', ...rest, ...(isJsonObject(message) ? message : {}) };
}

/** Attributes of an event hold a message's parts as JSON text. `gen_ai.system` repeats the span's provider. */
function parseAttributes({ attributes }: OtlpEvent): Record<string, JsonValue> {
  return Object.fromEntries(
    [...attributes]
      .filter(([key]) => key !== 'gen_ai.system')
      .map(([key, value]) => [
        key,
        typeof value === 'string' && /^[[{]/.test(value) ? parseJsonOrText(value) : value,
      ]),
  );
}
