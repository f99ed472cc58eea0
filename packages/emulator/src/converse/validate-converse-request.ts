import { asArray, asNumber, asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';

/** Throws Bedrock's ValidationException, in its words, for the mistakes people make most. */
export function validateConverseRequest(body: JsonObject, modelId: string): void {
  const messages = asArray(body.messages).map(asObject);
  const isStoredPrompt = /:prompt\//u.test(modelId);
  if (messages.length === 0 && isStoredPrompt) return;
  validateInferenceConfig(asObject(body.inferenceConfig));
  for (const [index, message] of messages.entries()) validateMessage(message, index);
  if (messages[0]?.role !== 'user') {
    throw invalidRequest(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  if (messages.some((message, index) => index > 0 && message.role === messages[index - 1]?.role)) {
    throw invalidRequest(
      'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
    );
  }
  validateToolUse(messages, asArray(asObject(body.toolConfig).tools).length > 0);
}

function validateInferenceConfig(config: JsonObject): void {
  const maxTokens = asNumber(config.maxTokens);
  if (maxTokens !== undefined && maxTokens < 1) {
    throw constraint(
      String(maxTokens),
      'inferenceConfig.maxTokens',
      'Member must have value greater than or equal to 1',
    );
  }
  for (const name of ['temperature', 'topP']) {
    const value = asNumber(config[name]);
    if (value === undefined || (value >= 0 && value <= 1)) continue;
    const bound = value < 0 ? 'greater than or equal to 0' : 'less than or equal to 1';
    throw constraint(String(value), `inferenceConfig.${name}`, `Member must have value ${bound}`);
  }
}

function validateMessage(message: JsonObject, index: number): void {
  const role = asString(message.role);
  if (role !== 'user' && role !== 'assistant') {
    throw constraint(
      role,
      `messages.${index + 1}.member.role`,
      'Member must satisfy enum value set: [user, assistant]',
    );
  }
  const content = asArray(message.content).map(asObject);
  if (content.length === 0) {
    throw invalidRequest(
      `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  const blank = content.findIndex((block) => typeof block.text === 'string' && block.text.trim() === '');
  if (blank !== -1) {
    throw invalidRequest(
      `The text field in the ContentBlock object at messages.${index}.content.${blank} is blank. Add text to the text field, and try again.`,
    );
  }
  if (content.some((block) => 'document' in block) && !content.some((block) => 'text' in block)) {
    throw invalidRequest('A text block must be included when using documents.');
  }
}

function validateToolUse(messages: readonly JsonObject[], hasTools: boolean): void {
  for (const [index, message] of messages.entries()) {
    const asked = idsIn(messages[index - 1], 'toolUse');
    const answered = idsIn(message, 'toolResult');
    if ((asked.length > 0 || answered.length > 0) && !hasTools) {
      throw invalidRequest(
        'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
      );
    }
    if (answered.length > asked.length) {
      throw invalidRequest(
        `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
      );
    }
    const missing = asked.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      throw invalidRequest(
        `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`,
      );
    }
  }
}

function idsIn(message: JsonObject | undefined, member: 'toolUse' | 'toolResult'): string[] {
  return asArray(message?.content)
    .map(asObject)
    .filter((block) => member in block)
    .map((block) => asString(asObject(block[member]).toolUseId));
}

function constraint(value: string, place: string, rule: string): Error {
  return invalidRequest(
    `1 validation error detected: Value '${value}' at '${place}' failed to satisfy constraint: ${rule}`,
  );
}
