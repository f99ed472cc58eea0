import { emptyConversation } from '../answer/conversation.ts';
import type { Conversation, Part, Tool, ToolChoice, Turn } from '../answer/conversation.ts';
import { asArray, asNumber, asObject, asString, asStrings, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { asksForReasoning } from '../converse/read-converse-request.ts';
import { missingKey } from './missing-key.ts';

/** An OpenAI chat body as a conversation. */
export function readOpenAiRequest(body: JsonObject, modelId: string): Conversation {
  const messages = asArray(body.messages).map(asObject);
  if (messages.length === 0) {
    throw missingKey('messages');
  }
  return {
    ...emptyConversation(modelId),
    system: messages.filter(isSystem).flatMap((message) => readContent(message.content)),
    turns: messages.filter((message) => !isSystem(message)).map(readTurn),
    tools: asArray(body.tools).map(readTool),
    toolChoice: readToolChoice(body.tool_choice),
    maxTokens: asNumber(body.max_completion_tokens) ?? asNumber(body.max_tokens) ?? 4096,
    stopSequences: typeof body.stop === 'string' ? [body.stop] : asStrings(body.stop),
    reasoning: asksForReasoning(body) ? 'requested' : 'when-prompted',
    responseSchema: asObject(asObject(body.response_format).json_schema).schema,
  };
}

function isSystem(message: JsonObject): boolean {
  return message.role === 'system' || message.role === 'developer';
}

function readTurn(message: JsonObject): Turn {
  if (message.role === 'tool') {
    const content = typeof message.content === 'string' ? message.content : JSON.stringify(message.content);
    return { role: 'user', parts: [{ kind: 'tool-result', id: asString(message.tool_call_id), content }] };
  }
  const calls = asArray(message.tool_calls).map(asObject).map(readToolCall);
  return {
    role: message.role === 'assistant' ? 'assistant' : 'user',
    parts: [...readContent(message.content), ...calls],
  };
}

function readContent(content: unknown): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return asArray(content)
    .map(asObject)
    .map((part) =>
      part.type === 'image_url' ? readImage(part) : { kind: 'text', text: asString(part.text) },
    );
}

function readImage(part: JsonObject): Part {
  const url = typeof part.image_url === 'string' ? part.image_url : asString(asObject(part.image_url).url);
  const [, format = 'png', data = ''] = /^data:image\/(\w+);base64,(.*)$/su.exec(url) ?? [];
  return { kind: 'media', medium: 'image', format, bytes: Buffer.from(data, 'base64') };
}

function readToolCall(call: JsonObject): Part {
  const { name, arguments: input } = asObject(call.function);
  return { kind: 'tool-call', id: asString(call.id), name: asString(name), input };
}

function readTool(value: unknown): Tool {
  const declared = asObject(asObject(value).function);
  return {
    name: asString(declared.name),
    description: asString(declared.description),
    schema: declared.parameters,
  };
}

function readToolChoice(choice: unknown): ToolChoice {
  if (isJsonObject(choice)) return { kind: 'tool', name: asString(asObject(choice.function).name) };
  if (choice === 'none') return { kind: 'none' };
  // Mistral says `any` where OpenAI says `required`.
  return { kind: choice === 'required' || choice === 'any' ? 'any' : 'auto' };
}
