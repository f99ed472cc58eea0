import type { ClientApi } from './client-api.ts';
import { type ClientApiName, clientApis } from './registry.ts';

/** One server-sent event of a client API. */
export function encodeSse(api: ClientApiName, payload: object): string {
  const { hasEventNames, encodePayload = JSON.stringify }: ClientApi = clientApis[api];
  const data = `data: ${encodePayload(payload)}\n\n`;
  if (!hasEventNames || !('type' in payload)) return data;
  return `event: ${String(payload.type)}\n${data}`;
}

/** What a stream of a client API closes with; empty where it has no such thing. Not to be sent after an error. */
export function encodeSseEnd(api: ClientApiName): string {
  const { lastEvent } = clientApis[api];
  return lastEvent === undefined ? '' : `data: ${lastEvent}\n\n`;
}
