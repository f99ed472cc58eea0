import { emptyConversation } from '../answer/conversation.ts';
import type { Conversation, Part, Tool, ToolChoice, Turn } from '../answer/conversation.ts';
import { asArray, asNumber, asObject, asString, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';

/** A body of the Responses API as a conversation. */
export function readResponsesRequest(body: JsonObject, modelId: string): Conversation {
  const items =
    typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : asArray(body.input);
  if (items.length === 0) throw invalidRequest("Missing required parameter: 'input'.");
  const messages = items.map(asObject);
  const { effort } = asObject(body.reasoning);
  return {
    ...emptyConversation(modelId),
    system: [
      ...(typeof body.instructions === 'string' ? readContent(body.instructions) : []),
      ...messages.filter(isSystem).flatMap(({ content }) => readContent(content)),
    ],
    turns: messages.filter((item) => !isSystem(item)).map(readItem),
    tools: asArray(body.tools).map(readTool),
    toolChoice: readToolChoice(body.tool_choice),
    maxTokens: asNumber(body.max_output_tokens) ?? 4096,
    reasoning: typeof effort === 'string' && effort !== 'none' ? 'requested' : 'when-prompted',
    responseSchema: asObject(asObject(body.text).format).schema,
  };
}

function isSystem(item: JsonObject): boolean {
  return item.role === 'system' || item.role === 'developer';
}

function readItem(item: JsonObject): Turn {
  switch (item.type) {
    case 'function_call':
      return { role: 'assistant', parts: [readCall(item)] };
    case 'function_call_output': {
      const content = typeof item.output === 'string' ? item.output : JSON.stringify(item.output);
      return { role: 'user', parts: [{ kind: 'tool-result', id: asString(item.call_id), content }] };
    }
    case 'reasoning':
      return {
        role: 'assistant',
        parts: asArray(item.content).map((part) => ({
          kind: 'reasoning',
          text: asString(asObject(part).text),
        })),
      };
    default:
      return { role: item.role === 'assistant' ? 'assistant' : 'user', parts: readContent(item.content) };
  }
}

function readCall(item: JsonObject): Part {
  return { kind: 'tool-call', id: asString(item.call_id), name: asString(item.name), input: item.arguments };
}

function readContent(content: unknown): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return asArray(content)
    .map(asObject)
    .map((part) =>
      part.type === 'input_image' ? readImage(part) : { kind: 'text', text: asString(part.text) },
    );
}

function readImage(part: JsonObject): Part {
  const [, format = 'png', data = ''] =
    /^data:image\/(\w+);base64,(.*)$/su.exec(asString(part.image_url)) ?? [];
  return { kind: 'media', medium: 'image', format, bytes: Buffer.from(data, 'base64') };
}

function readTool(value: unknown): Tool {
  const { name, description, parameters } = asObject(value);
  return { name: asString(name), description: asString(description), schema: parameters };
}

function readToolChoice(choice: unknown): ToolChoice {
  if (isJsonObject(choice)) return { kind: 'tool', name: asString(choice.name) };
  if (choice === 'none') return { kind: 'none' };
  return { kind: choice === 'required' ? 'any' : 'auto' };
}
