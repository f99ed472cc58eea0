import type { IncomingHttpHeaders } from 'node:http';
import type { CallOptions } from '../http/gateway-route.ts';
import type { Caller } from '../routing/caller.ts';
import { isConversation } from './is-conversation.ts';

/** A call with the fallback models of its key, where it names none itself. */
export function applyDefaults(
  call: CallOptions,
  { defaults }: Caller,
  headers: IncomingHttpHeaders,
): CallOptions {
  const fallbackModels = defaults?.fallback_models;
  const isSaid = Boolean(call.fallbackModels?.length) || headers['x-outcrop-fallback-models'] !== undefined;
  return !fallbackModels || isSaid || !isConversation(call.api) ? call : { ...call, fallbackModels };
}
