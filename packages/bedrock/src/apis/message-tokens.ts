import { keepPresent, readNumber } from '../read-value.ts';
import { messagesApi } from './messages.ts';
import type { ModelApi } from './model-api.ts';

/**
 * Counting the tokens of a message. Nothing is generated or billed, so the count is a metric of its own.
 * https://docs.claude.com/en/api/messages-count-tokens
 */
export const messageTokensApi: ModelApi = {
  spanName: 'anthropic.messages.countTokens',
  operation: 'messages.countTokens',
  spanType: 'function',
  provider: 'anthropic',
  readRequest: (body) => messagesApi.readRequest(body),
  readResponse: (body) => ({
    output: body,
    metadata: {},
    metrics: keepPresent({ counted_input_tokens: readNumber(body.input_tokens) }),
  }),
};
