import type { JsonObject, JsonValue } from '@outcrop/protocol';

/** Characters; what is longer ends in "…". */
export const previewLength = 120;

/** Where bodies keep what was said, whoever's they are; the first that holds something counts. */
const saidProperties = [
  'text',
  'content',
  'parts',
  'message',
  'messages',
  'prompt',
  'inputText',
  'input',
  'output',
  'choices',
  'completion',
  'generation',
  'outputText',
  'results',
  'outputs',
  'generations',
];
/** Where they keep that a tool is to be called. */
const callProperties = ['toolUse', 'tool_calls', 'function'];
/** Parts that nobody said to anybody. */
const unsaidTypes: ReadonlySet<unknown> = new Set([
  'reasoning',
  'thinking',
  'redacted_thinking',
  'tool_result',
  'function_call_output',
]);

// A body may be of any size and shape: what is said stands near its surface.
const deepest = 8;
const mostItems = 50;

/** One line of what a span was asked: the last that a user said, else what there is. */
export function previewInput(input: JsonValue | undefined): string | null {
  return preview(input, findQuestion(input) ?? findSaid(input));
}

/** One line of what a span answered: its text, else the tool that it calls, else what there is. */
export function previewOutput(output: JsonValue | undefined): string | null {
  return preview(output, findSaid(output) ?? findCall(output));
}

function preview(value: JsonValue | undefined, said: string | undefined): string | null {
  if (value === undefined || value === null) return null;
  return shorten(said ?? describe(value, { length: previewLength, depth: 0 })) || null;
}

function findQuestion(input: JsonValue | undefined): string | undefined {
  const messages = isObject(input) ? (input['messages'] ?? input['input']) : input;
  if (!Array.isArray(messages)) return undefined;
  return findFirst(messages.slice(-mostItems).toReversed(), (message) =>
    isObject(message) && message['role'] === 'user' ? findSaid(message) : undefined,
  );
}

function findSaid(value: JsonValue | undefined, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return findFirst(value, (item) => findSaid(item, depth + 1));
  if (!isObject(value) || unsaidTypes.has(value['type'])) return undefined;
  return findFirst(saidProperties, (name) =>
    value[name] === undefined ? undefined : findSaid(value[name], depth + 1),
  );
}

function findCall(value: JsonValue | undefined, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return findFirst(value, (item) => findCall(item, depth + 1));
  if (!isObject(value)) return undefined;
  const given = value['input'] ?? value['arguments'];
  if (typeof value['name'] === 'string' && given !== undefined) {
    return `${value['name']}(${describe(given, { length: previewLength, depth: 0 })})`;
  }
  return findFirst([...callProperties, ...saidProperties], (name) => findCall(value[name], depth + 1));
}

function findFirst<Item>(
  items: readonly Item[],
  find: (item: Item) => string | undefined,
): string | undefined {
  const end = Math.min(items.length, mostItems);
  for (let index = 0; index < end; index += 1) {
    const found = find(items[index]!);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `city: Oslo, days: 3`, or the only value: enough of it to fill the length. */
function describe(value: JsonValue, { length, depth }: { length: number; depth: number }): string {
  if (typeof value === 'string') return value.slice(0, length * 2);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > deepest) return '…';
  const entries = Object.entries(value);
  const isNamed = !Array.isArray(value) && entries.length > 1;
  const parts: string[] = [];
  let left = length;
  for (const [name, item] of entries) {
    const text = describe(item, { length: left, depth: depth + 1 });
    parts.push(isNamed ? `${name}: ${text}` : text);
    left -= text.length + name.length;
    if (left <= 0) break;
  }
  return parts.join(', ');
}

const unevenSpace = /\s\s|[^\S ]/;

function shorten(text: string): string {
  const start = text.trim().slice(0, previewLength * 2);
  const line = unevenSpace.test(start) ? start.replace(/\s+/g, ' ') : start;
  if (line.length <= previewLength) return line;
  // Half of a character that takes two is none.
  return `${line.slice(0, previewLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
