import type { GatewayError } from '../gateway-error.ts';
import type { RenderedError } from '../http/gateway-route.ts';
import { buildAnthropicError } from '../translate/errors/build-anthropic-error.ts';
import { buildOpenAiError } from '../translate/errors/build-openai-error.ts';

const json = 'application/json';

/** As OpenAI's clients read it: the request's id is in `x-request-id`. */
export function renderOpenAiError(error: GatewayError): RenderedError {
  const { requestId } = error;
  return {
    headers:
      requestId === undefined
        ? { 'content-type': json }
        : { 'content-type': json, 'x-request-id': requestId },
    body: JSON.stringify(buildOpenAiError(error)),
  };
}

/** As Anthropic's clients read it: the request's id is in `request-id`. */
export function renderAnthropicError(error: GatewayError): RenderedError {
  const { requestId } = error;
  return {
    headers:
      requestId === undefined
        ? { 'content-type': json }
        : { 'content-type': json, 'request-id': requestId, 'x-request-id': requestId },
    body: JSON.stringify(buildAnthropicError(error)),
  };
}

/** For a path that clients of both APIs use: whatever either reads is there. */
export function renderErrorForAll(error: GatewayError): RenderedError {
  const { headers } = renderAnthropicError(error);
  const body = { ...buildAnthropicError(error), ...buildOpenAiError(error) };
  return { headers, body: JSON.stringify(body) };
}
