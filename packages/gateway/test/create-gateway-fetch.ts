import type { Emulator } from '@outcrop/emulator';
import { GatewayError } from '../src/gateway-error.ts';
import { encodeSse, encodeSseEnd } from '../src/translate/encode-sse.ts';
import { type ClientApiName, clientApis, type operationFormats } from '../src/translate/registry.ts';
import { ask, askForStream, type Question } from './ask-emulator.ts';

const apis: Record<string, ClientApiName> = {
  '/v1/chat/completions': 'openai-chat',
  '/v1/messages': 'anthropic-messages',
  '/v1/responses': 'openai-responses',
};

export interface GatewayFetchOptions {
  emulator: Emulator;
  to: keyof typeof operationFormats;
  /** The emulator's misbehaviour. */
  script?: string;
}

/** A `fetch` that answers a real client as a gateway of nothing but these translations would, with the emulator behind it. */
export function createGatewayFetch({ emulator, to, script }: GatewayFetchOptions): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : input;
    const from = apis[new URL(url).pathname] ?? 'openai-chat';
    const sent = typeof init?.body === 'string' ? init.body : '{}';
    const body = JSON.parse(sent) as Record<string, unknown>;
    const question: Question = { from, to, modelId: String(body.model), body, script };
    try {
      if (body.stream !== true) return Response.json(await ask(emulator, question));
      const payloads = await askForStream(emulator, question);
      const text = payloads.map((payload) => encodeSse(from, payload)).join('') + encodeSseEnd(from);
      return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return Response.json(clientApis[from].buildError(error), { status: error.status });
    }
  };
}
