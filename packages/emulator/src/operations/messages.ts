import { planAnswer } from '../answer/plan-answer.ts';
import { countInputTokens } from '../answer/prompt-cache.ts';
import type { Conversation } from '../answer/conversation.ts';
import { claudeMessages } from '../families/claude-messages.ts';
import { readClaudeRequest } from '../families/read-claude-request.ts';
import type { JsonObject } from '../json.ts';
import { checkModelId } from '../model-id/check-model-id.ts';
import type { ServerSentEvent } from '../stream/server-sent-event.ts';
import { bothEndpoints, jsonAnswer } from './operation.ts';
import type { EmulatedOperation, OperationCall } from './operation.ts';
import { parseModelBody } from './parse-body.ts';

/** https://docs.claude.com/en/api/messages */
export const createMessage: EmulatedOperation = {
  name: 'CreateMessage',
  method: 'POST',
  path: /^(?:\/anthropic)?\/v1\/messages$/u,
  services: bothEndpoints,
  answer(call) {
    const { body, conversation } = readCall(call);
    const plan = planAnswer(conversation, call);
    if (body.stream !== true) return jsonAnswer(claudeMessages.renderBody(plan, conversation));
    const events = claudeMessages
      .renderChunks(plan, conversation)
      .map(({ payload, tokens }): ServerSentEvent => ({
        event: String(payload.type),
        data: payload,
        tokens,
      }));
    events.splice(1, 0, { event: 'ping', data: { type: 'ping' }, tokens: 0 });
    return { kind: 'server-sent-events', events };
  },
};

/** https://docs.claude.com/en/api/messages-count-tokens */
export const countMessageTokens: EmulatedOperation = {
  name: 'CountMessageTokens',
  method: 'POST',
  path: /^(?:\/anthropic)?\/v1\/messages\/count_tokens$/u,
  services: bothEndpoints,
  answer: (call) =>
    jsonAnswer({ input_tokens: countInputTokens(readCall(call, { max_tokens: 1 }).conversation) }),
};

function readCall(
  { request, modelId }: OperationCall,
  defaults: JsonObject = {},
): { body: JsonObject; conversation: Conversation } {
  checkModelId(modelId);
  const body = parseModelBody(request.body);
  const version = request.headers['anthropic-version'] ?? '2023-06-01';
  return {
    body,
    conversation: readClaudeRequest({ anthropic_version: version, ...defaults, ...body }, modelId),
  };
}
