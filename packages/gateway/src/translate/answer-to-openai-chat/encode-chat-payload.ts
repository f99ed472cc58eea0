import { countFields } from '../count-fields.ts';
import type { ChatChunk } from './chat-completion.ts';

/**
 * The JSON of one event's data. Nearly all events of a stream are chunks that say only a piece of text: theirs is put together
 * from parts, at a third of the cost.
 */
export function encodeChatPayload(payload: object): string {
  if (!isTextChunk(payload)) return JSON.stringify(payload);
  return `${encodeHead(payload)}${JSON.stringify(payload.choices[0].delta.content)}${tail}`;
}

type TextChunk = ChatChunk & { choices: [{ delta: { content: string } }] };

/** Every field must be known and be what the parts say; the order of fields has no meaning. */
function isTextChunk(payload: object): payload is TextChunk {
  const { id, object, created, model, choices } = payload as Partial<ChatChunk>;
  if (object !== 'chat.completion.chunk' || !Array.isArray(choices) || choices.length !== 1) return false;
  if (typeof id !== 'string' || typeof created !== 'number' || typeof model !== 'string') return false;
  const choice = choices[0];
  return choice !== undefined && countFields(payload) === 5 && isTextChoice(choice);
}

function isTextChoice(choice: ChatChunk['choices'][0]): boolean {
  const { index, delta, logprobs, finish_reason: reason } = choice;
  if (index !== 0 || logprobs !== null || reason !== null || countFields(choice) !== 4) return false;
  return typeof delta?.content === 'string' && countFields(delta) === 1;
}

const tail = '},"logprobs":null,"finish_reason":null}]}';

// Of the stream that was written to last: pieces of one stream come in a row.
let last = { id: '', created: 0, model: '', json: '' };

function encodeHead({ id, created, model }: ChatChunk): string {
  if (last.id !== id || last.created !== created || last.model !== model) {
    const fields = JSON.stringify({ id, object: 'chat.completion.chunk', created, model });
    last = { id, created, model, json: `${fields.slice(0, -1)},"choices":[{"index":0,"delta":{"content":` };
  }
  return last.json;
}
