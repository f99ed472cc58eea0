import type { Conversation } from '../answer/conversation.ts';
import type { JsonObject } from '../json.ts';

/** OpenAI caches by itself and has no cache points; the emulator does so for requests with a `prompt_cache_key`. */
export function cacheTurns(conversation: Conversation, body: JsonObject): Conversation {
  if (typeof body.prompt_cache_key !== 'string') return conversation;
  const turns = conversation.turns.map((turn) => ({
    ...turn,
    parts: [...turn.parts, { kind: 'cache-point', ttl: '5m' } as const],
  }));
  return { ...conversation, turns };
}
